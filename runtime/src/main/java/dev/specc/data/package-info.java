/**
 * Labelled images: reading them from files, checking them, and feeding them to a net in batches.
 *
 * <p>{@link dev.specc.data.Datasets#open} sees the format of a folder from what it holds and gives
 * a {@link dev.specc.data.Dataset}: an {@link dev.specc.data.ImageSet} for each {@link
 * dev.specc.data.Split}. A set that is opened on a device is an {@link dev.specc.data.ImageReader},
 * which lasts for the run; each pass over an order of images ({@link dev.specc.data.ImageOrder}) is
 * {@link dev.specc.data.Batches}. A {@link dev.specc.data.PixelBatch} belongs to the manager of the
 * step, as uint8; {@link dev.specc.data.PixelBatch#scaled} makes it float32 from 0 to 1 and {@link
 * dev.specc.data.InputFit} what the net takes:
 *
 * <pre>{@code
 * try (ImageReader reader = dataset.train().open(manager);
 *     Batches batches = reader.batches(ImageOrder.shuffled(count, seed, epoch), 256)) {
 *   while (batches.hasNext()) {
 *     try (NDManager step = manager.newSubManager()) {
 *       PixelBatch batch = batches.next(step);
 *     }
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.specc.data;

import org.jspecify.annotations.NullMarked;
