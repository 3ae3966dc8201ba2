/** What training a graph takes of memory, before anything is allocated. */
@NullMarked
package dev.specc.memory;

import org.jspecify.annotations.NullMarked;
