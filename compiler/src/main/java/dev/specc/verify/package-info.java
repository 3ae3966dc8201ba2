/** Stage 5: the finished graph re-checked by an independent pass. */
@NullMarked
package dev.specc.verify;

import org.jspecify.annotations.NullMarked;
