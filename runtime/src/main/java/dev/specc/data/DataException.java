package dev.specc.data;

/**
 * Data that cannot be used. The message is for the user; its first line names the file or option.
 */
public final class DataException extends RuntimeException {
  public DataException(String message) {
    super(message);
  }

  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
