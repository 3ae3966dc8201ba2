package dev.specc.checkpoint;

/** A checkpoint that cannot be kept or taken. The message is for the user. */
public final class CheckpointException extends RuntimeException {
  public CheckpointException(String message) {
    super(message);
  }

  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }
}
