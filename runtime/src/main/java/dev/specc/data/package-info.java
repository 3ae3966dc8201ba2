/**
 * Labelled images: reading them from files, checking them, and feeding them to a net in batches.
 */
@NullMarked
package dev.specc.data;

import org.jspecify.annotations.NullMarked;
