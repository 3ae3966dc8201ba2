/** Lowers a graph to an ONNX model, for inference elsewhere. */
@NullMarked
package dev.specc.lower.onnx;

import org.jspecify.annotations.NullMarked;
