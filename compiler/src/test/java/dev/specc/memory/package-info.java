/** What training takes of memory, by hand and by the zoo. */
@NullMarked
package dev.specc.memory;

import org.jspecify.annotations.NullMarked;
