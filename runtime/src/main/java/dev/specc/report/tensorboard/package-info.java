/** Event files that TensorBoard reads. */
@NullMarked
package dev.specc.report.tensorboard;

import org.jspecify.annotations.NullMarked;
