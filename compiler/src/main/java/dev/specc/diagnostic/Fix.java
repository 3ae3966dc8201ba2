package dev.specc.diagnostic;

/**
 * A fix that was applied to a copy of the spec and checked.
 *
 * @param title what to do, as a person would say it: {@code `padding: 2` keeps 28x28}
 * @param edit the one change that does it
 * @param passes whether the whole spec has no error left after it; otherwise only this one is gone
 */
public record Fix(String title, Edit edit, boolean passes) {}
