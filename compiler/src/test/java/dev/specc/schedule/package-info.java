/** What is written over and what is computed again, by hand. */
@NullMarked
package dev.specc.schedule;

import org.jspecify.annotations.NullMarked;
