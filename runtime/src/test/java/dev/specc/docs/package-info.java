/** Writes the pages of docs/ that are made from the zoo. */
@NullMarked
package dev.specc.docs;

import org.jspecify.annotations.NullMarked;
