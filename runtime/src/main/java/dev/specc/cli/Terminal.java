package dev.specc.cli;

import java.io.Console;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Whether a person watches. */
final class Terminal {
  private Terminal() {}

  /**
   * Whether standard error is a terminal: as the launcher says in the system property {@code
   * specc.terminal}, else as Java thinks, which looks at standard input and output.
   */
  static boolean isInteractive() {
    String told = System.getProperty("specc.terminal");
    Console console = System.console();
    return told == null ? console != null && isTerminal(console) : told.equals("true");
  }

  /** From Java 22 on there is a console without a terminal too, and a method that tells. */
  private static boolean isTerminal(Console console) {
    if (Runtime.version().feature() < 22) {
      return true;
    }
    try {
      return (boolean)
          MethodHandles.publicLookup()
              .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class))
              .invoke(console);
    } catch (Throwable e) {
      return false;
    }
  }
}
