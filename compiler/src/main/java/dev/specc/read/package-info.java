/** Stage 1: YAML text to a tree in which every node knows its span. */
@NullMarked
package dev.specc.read;

import org.jspecify.annotations.NullMarked;
