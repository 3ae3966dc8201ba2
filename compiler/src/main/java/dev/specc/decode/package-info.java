/** Stage 3: the YAML tree to records: steps, blocks, params and expressions, still unexpanded. */
@NullMarked
package dev.specc.decode;

import org.jspecify.annotations.NullMarked;
