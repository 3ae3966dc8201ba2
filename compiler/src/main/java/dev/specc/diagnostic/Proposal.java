package dev.specc.diagnostic;

/**
 * An edit that may mend a mistake; nothing is said of it until it was tried.
 *
 * @param title what it does, as a person would say it: {@code `padding: 2` keeps 28x28}
 */
public record Proposal(String title, Edit edit) {}
