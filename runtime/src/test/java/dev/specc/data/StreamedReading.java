package dev.specc.data;

import ai.djl.ndarray.NDManager;

/** Reads even a small set on threads, for benchmarks. */
public final class StreamedReading {
  private StreamedReading() {}

  /** As {@link ImageSet#open} does for a large set. */
  public static ImageReader open(NDManager manager, ImageSet images) {
    return new StreamedImages(manager, images);
  }
}
