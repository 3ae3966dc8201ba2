package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;

/**
 * A tensor that a module holds.
 *
 * @param values float32 or int64, read when the archive is written
 * @param trained whether it is a parameter; otherwise it is a buffer
 */
public record ScriptTensor(NDArray values, boolean trained) {}
