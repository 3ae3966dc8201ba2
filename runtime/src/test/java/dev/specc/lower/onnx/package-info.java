/** Exported models in ONNX Runtime. */
@NullMarked
package dev.specc.lower.onnx;

import org.jspecify.annotations.NullMarked;
