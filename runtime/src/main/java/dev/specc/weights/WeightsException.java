package dev.specc.weights;

/**
 * A weights file that cannot be used. The message is for the user and names the file: one line, and
 * one for each tensor that does not fit.
 */
public final class WeightsException extends RuntimeException {
  public WeightsException(String message) {
    super(message);
  }

  public WeightsException(String message, Throwable cause) {
    super(message, cause);
  }
}
