package dev.specc.diagnostic;

import dev.specc.source.Span;

/** A place with a few words about it, shown under the line as a marker. */
public record Label(Span span, String text) {}
