/** Training and evaluation, written once over {@link dev.specc.train.TrainableNet}. */
@NullMarked
package dev.specc.train;

import org.jspecify.annotations.NullMarked;
