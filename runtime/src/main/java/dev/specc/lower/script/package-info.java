/** Lowers a graph to a TorchScript archive, which libtorch loads and runs in one call. */
@NullMarked
package dev.specc.lower.script;

import org.jspecify.annotations.NullMarked;
