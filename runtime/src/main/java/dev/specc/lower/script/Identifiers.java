package dev.specc.lower.script;

import dev.specc.lower.python.PythonIdentifier;
import java.util.Set;

/** Names as TorchScript's dialect of Python takes them. */
final class Identifiers {
  /** The names that an archive's source has for itself. */
  private static final Set<String> TAKEN =
      Set.of(
          "self",
          "torch",
          "ops",
          "inf",
          "nan",
          "annotate",
          "unchecked_cast",
          "getattr",
          "List",
          "Tensor",
          "int",
          "float",
          "bool",
          "range");

  private Identifiers() {}

  /** Whether the source may write it as it is, after a dot or as a variable. */
  static boolean isValid(String name) {
    return PythonIdentifier.isValid(name) && !TAKEN.contains(name);
  }

  /** An attribute of a module: {@code self.layer1}, or {@code getattr(self.layer1, "0")}. */
  static String attribute(String module, String name) {
    return isValid(name) ? module + "." + name : "getattr(%s, \"%s\")".formatted(module, name);
  }

  /** A line that declares an attribute. */
  static String declaration(String name, String type) {
    return isValid(name)
        ? name + " : " + type
        : "__annotations__[\"%s\"] = %s".formatted(name, type);
  }

  /** A variable for the value of a node: {@code layer1_0_conv1}. */
  static String variable(String path, Set<String> used) {
    String name = path.replaceAll("[^A-Za-z0-9_]", "_");
    if (Character.isDigit(name.charAt(0))) {
      name = "_" + name;
    }
    return unique(isValid(name) ? name : name + "_", used);
  }

  /** The name itself or, where it is used, with a number; it is used from now on. */
  static String unique(String wanted, Set<String> used) {
    String name = wanted;
    for (int i = 1; !used.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
