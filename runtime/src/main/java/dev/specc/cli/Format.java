package dev.specc.cli;

/** How a command prints what it found. */
enum Format {
  TEXT,
  JSON
}
