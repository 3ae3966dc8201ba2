package dev.specc.train;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * What glibc's malloc, which libtorch takes the memory of tensors on a CPU from, does with what is
 * freed.
 *
 * <p>{@code specc} starts a process so that malloc keeps all of it for the next step: given back
 * and asked for again, each page is a fault, which makes steps of small nets a tenth slower. Pieces
 * of the sizes of one layer do not fit the next, so that a step then takes up to 1.8 times what its
 * tensors need at once.
 */
public final class NativeHeap {
  /** From {@code malloc.h}. */
  private static final int M_MMAP_THRESHOLD = -3;

  private static final int M_MMAP_MAX = -4;

  private static final int LARGE = 4 << 20;
  private static final int MANY = 1 << 20;

  private NativeHeap() {}

  /** The part of the C library that is glibc's own. */
  private interface Glibc extends Library {
    /** 1 where it took the setting. */
    int mallopt(int parameter, int value);
  }

  /**
   * From now on blocks of 4 MiB and more have pages of their own, which the system gets back when
   * they are freed. To be called before the tensors are made. Where the C library is another,
   * nothing happens.
   */
  public static void giveBackLargeBlocks() {
    try {
      Glibc library = Native.load("c", Glibc.class);
      library.mallopt(M_MMAP_MAX, MANY);
      library.mallopt(M_MMAP_THRESHOLD, LARGE);
    } catch (UnsatisfiedLinkError e) {
      // Neither Linux with glibc nor anything that keeps as much.
    }
  }
}
