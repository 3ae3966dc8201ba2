/**
 * Stage 4: templates and combinators expanded to a graph, each shape inferred as its node is made.
 */
@NullMarked
package dev.specc.elaborate;

import org.jspecify.annotations.NullMarked;
