package dev.specc.data;

import java.nio.ByteBuffer;

/** Some images of a set. */
final class Subset extends ForwardedImages {
  private final int[] chosen;

  /**
   * @param chosen places in the set, at least one
   */
  Subset(ImageSet images, int[] chosen) {
    super(images);
    this.chosen = chosen.clone();
  }

  @Override
  public int count() {
    return chosen.length;
  }

  @Override
  public int label(int index) {
    return images.label(chosen[index]);
  }

  @Override
  public String name(int index) {
    return images.name(chosen[index]);
  }

  @Override
  public void read(int index, ByteBuffer to) {
    images.read(chosen[index], to);
  }
}
