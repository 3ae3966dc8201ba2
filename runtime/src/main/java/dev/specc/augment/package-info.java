/**
 * Random changes of training images, a whole batch at a time, on the device where its tensors are.
 *
 * <p>Everything random comes from the {@link java.util.random.RandomGenerator} of the call: {@link
 * dev.specc.augment.Augmenter} draws it in Java, sends it over as one tensor, and what then happens
 * on the device is decided.
 */
@NullMarked
package dev.specc.augment;

import org.jspecify.annotations.NullMarked;
