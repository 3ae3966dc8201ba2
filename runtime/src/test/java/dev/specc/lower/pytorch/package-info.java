/** Exported sources in PyTorch. */
@NullMarked
package dev.specc.lower.pytorch;

import org.jspecify.annotations.NullMarked;
