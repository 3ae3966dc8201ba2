package dev.specc.weights;

/** A weights file that cannot be used. The message is one line for the user and names the file. */
public final class WeightsException extends RuntimeException {
  public WeightsException(String message) {
    super(message);
  }

  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
