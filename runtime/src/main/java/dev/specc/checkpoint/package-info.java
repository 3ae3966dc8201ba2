/** What a run keeps so that it can go on: written whole, checked when read. */
@NullMarked
package dev.specc.checkpoint;

import org.jspecify.annotations.NullMarked;
