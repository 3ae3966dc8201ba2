package dev.specc.report;

import com.fasterxml.jackson.core.JsonProcessingException;

/** A run folder that cannot be made or read. The message is one line for the user and names it. */
public final class RunException extends RuntimeException {
  public RunException(String message) {
    super(message);
  }

  public RunException(String message, Throwable cause) {
    super(message, cause);
  }

  /** One of its files was JSON when it was written. */
  static RunException notJson(String file, JsonProcessingException e) {
    int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    return new RunException("%s: is damaged: line %d is no JSON".formatted(file, line), e);
  }
}
