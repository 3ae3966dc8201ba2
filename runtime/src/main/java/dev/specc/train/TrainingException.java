package dev.specc.train;

/** Training that cannot go on. The message is one line for the user and says what to try. */
public final class TrainingException extends RuntimeException {
  public TrainingException(String message) {
    super(message);
  }
}
