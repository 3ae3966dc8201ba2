package dev.specc.lower.pytorch;

import dev.specc.lower.python.PythonIdentifier;
import java.util.Set;

/** Names as Python and {@code nn.Module} take them. */
final class PythonNames {
  /** The names that the source has for itself. */
  private static final Set<String> TAKEN = Set.of("self", "torch", "nn", "F", "math");

  /** Attributes that a module or a Sequential has already: a part of this name would be hidden. */
  private static final Set<String> OF_MODULES =
      Set.of(
          "T_destination",
          "add_module",
          "append",
          "apply",
          "bfloat16",
          "buffers",
          "call_super_init",
          "children",
          "compile",
          "cpu",
          "cuda",
          "double",
          "dump_patches",
          "eval",
          "extend",
          "extra_repr",
          "float",
          "forward",
          "get_buffer",
          "get_extra_state",
          "get_parameter",
          "get_submodule",
          "half",
          "insert",
          "ipu",
          "load_state_dict",
          "modules",
          "mtia",
          "named_buffers",
          "named_children",
          "named_modules",
          "named_parameters",
          "parameters",
          "pop",
          "register_backward_hook",
          "register_buffer",
          "register_forward_hook",
          "register_forward_pre_hook",
          "register_full_backward_hook",
          "register_module",
          "register_parameter",
          "requires_grad_",
          "set_extra_state",
          "set_submodule",
          "share_memory",
          "state_dict",
          "to",
          "to_empty",
          "train",
          "training",
          "type",
          "xpu",
          "zero_grad");

  private PythonNames() {}

  /** Whether it may be written as it is, as a variable or after a dot. */
  static boolean isIdentifier(String name) {
    return PythonIdentifier.isValid(name) && !TAKEN.contains(name);
  }

  /**
   * Whether a part of a Sequential may be called so. What modules keep for themselves begins with
   * an underscore.
   */
  static boolean isFree(String name) {
    return !OF_MODULES.contains(name) && !name.startsWith("_");
  }

  /** A part of a module, from outside or in a method. */
  static String attribute(String owner, String name) {
    if (!isFree(name)) {
      return "%s._modules[\"%s\"]".formatted(owner, name);
    }
    return isIdentifier(name) ? owner + "." + name : "getattr(%s, \"%s\")".formatted(owner, name);
  }

  /** What stands before and after the value in the statement that makes a part of a module. */
  static String[] assignment(String name, boolean module) {
    if (!isFree(name)) {
      String table = module ? "_modules" : "_parameters";
      return new String[] {"self.%s[\"%s\"] = ".formatted(table, name), ""};
    }
    if (isIdentifier(name)) {
      return new String[] {"self." + name + " = ", ""};
    }
    String method = module ? "add_module" : "register_parameter";
    return new String[] {"self.%s(\"%s\", ".formatted(method, name), ")"};
  }

  /** {@code basic_block} becomes {@code BasicBlock}; empty where it has no letter to start with. */
  static String className(String name) {
    StringBuilder camel = new StringBuilder();
    for (String word : name.split("[^A-Za-z0-9]+")) {
      if (!word.isEmpty()) {
        camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
      }
    }
    boolean letter = !camel.isEmpty() && Character.isLetter(camel.charAt(0));
    return letter ? camel.toString() : "";
  }

  /** A variable for something of this name. */
  static String variable(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    boolean digit = Character.isDigit(plain.charAt(0));
    return digit
        ? "_" + plain
        : isIdentifier(plain) && !plain.equals("input") ? plain : "x_" + plain;
  }
}
