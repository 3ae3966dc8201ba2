package dev.specc.report;

/** A run folder that cannot be made or read. The message is one line for the user and names it. */
public final class RunException extends RuntimeException {
  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }
}
