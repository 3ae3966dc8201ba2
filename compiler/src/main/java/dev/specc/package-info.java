/** specc: the compiler's pipeline on one page. */
@NullMarked
package dev.specc;

import org.jspecify.annotations.NullMarked;
