/** What {@code dev.specc.augment} promises, against plain loops over pixels. */
@NullMarked
package dev.specc.augment;

import org.jspecify.annotations.NullMarked;
