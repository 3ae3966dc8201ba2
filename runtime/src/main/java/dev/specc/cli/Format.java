package dev.specc.cli;

import java.util.Locale;

/** How a command prints what it found. */
enum Format {
  TEXT,
  JSON;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
