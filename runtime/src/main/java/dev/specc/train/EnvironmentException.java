package dev.specc.train;

/**
 * An environment variable asks for what is not there. The message is one line for the user and says
 * what to do.
 */
public final class EnvironmentException extends RuntimeException {
  EnvironmentException(String message) {
    super(message);
  }
}
