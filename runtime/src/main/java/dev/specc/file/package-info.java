/** Files that appear when they are whole. */
@NullMarked
package dev.specc.file;

import org.jspecify.annotations.NullMarked;
