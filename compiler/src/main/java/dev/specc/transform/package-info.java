/** A graph rewritten to run faster with the same results, and its weights from the spec's own. */
@NullMarked
package dev.specc.transform;

import org.jspecify.annotations.NullMarked;
