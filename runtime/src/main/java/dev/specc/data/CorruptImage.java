package dev.specc.data;

/** An image file that cannot be used. The message is the reason, without the file. */
final class CorruptImage extends Exception {
  private static final long serialVersionUID = 1L;

  CorruptImage(String reason) {
    super(reason);
  }

  /** The reason in the words of the library that gave up. */
  CorruptImage(String reason, Exception cause) {
    super(reason + (cause.getMessage() == null ? "" : " (" + cause.getMessage().strip() + ")"));
    initCause(cause);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
