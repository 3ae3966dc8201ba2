/** What {@code dev.specc.report} promises. */
@NullMarked
package dev.specc.report;

import org.jspecify.annotations.NullMarked;
