/** Weights in files: tensors by name, as PyTorch's {@code state_dict} names them. */
@NullMarked
package dev.specc.weights;

import org.jspecify.annotations.NullMarked;
