package dev.specc.diagnostic;

/**
 * Every kind of diagnostic. The number tells the stage: 00 reading, 01 the shape of the text and
 * its names, 02 tensors, 03 limits, 04 lints. A code keeps its meaning for ever.
 */
public enum Code {
  // Reading the text.
  FILE_NOT_READABLE("SPC0001", Severity.ERROR, "the file cannot be read"),
  NOT_TEXT("SPC0002", Severity.ERROR, "the file is not UTF-8 text"),
  YAML_SYNTAX("SPC0003", Severity.ERROR, "the text is not YAML"),
  EMPTY_FILE("SPC0004", Severity.ERROR, "the file is empty"),
  DUPLICATE_KEY("SPC0005", Severity.ERROR, "a key stands twice in one map"),

  // The shape of the text, names and expressions.
  WRONG_TYPE("SPC0101", Severity.ERROR, "a value has the wrong type"),
  UNKNOWN_KEY("SPC0102", Severity.ERROR, "a key is not known here"),
  MISSING_KEY("SPC0103", Severity.ERROR, "a required key is missing"),
  WRONG_VALUE("SPC0104", Severity.ERROR, "a value is not one of the allowed ones"),
  UNKNOWN_OP("SPC0105", Severity.ERROR, "an op of this name does not exist"),
  STEP_WITHOUT_OP("SPC0106", Severity.ERROR, "a step needs exactly one op"),
  UNKNOWN_BLOCK("SPC0107", Severity.ERROR, "a block of this name does not exist"),
  UNKNOWN_NAME("SPC0108", Severity.ERROR, "an expression uses a name that is not in scope"),
  UNKNOWN_LABEL("SPC0109", Severity.ERROR, "no visible step has this label"),
  DUPLICATE_LABEL("SPC0110", Severity.ERROR, "a label is used twice in one level"),
  EXPRESSION_SYNTAX("SPC0111", Severity.ERROR, "an expression cannot be parsed"),
  EXPRESSION_TYPE("SPC0112", Severity.ERROR, "an expression has the wrong type"),
  EXPRESSION_VALUE("SPC0113", Severity.ERROR, "an expression has no value"),
  NOT_WHOLE("SPC0114", Severity.ERROR, "a whole number is needed"),
  UNKNOWN_PARAM("SPC0115", Severity.ERROR, "the block or spec has no such param"),
  MISSING_PARAM("SPC0116", Severity.ERROR, "a required param has no value"),
  RECURSIVE_BLOCK("SPC0117", Severity.ERROR, "a block contains itself"),
  UNKNOWN_VARIANT("SPC0118", Severity.ERROR, "the spec has no such variant"),
  BAD_IMPORT("SPC0119", Severity.ERROR, "an import cannot be followed"),
  CUT_EXPRESSION("SPC0120", Severity.ERROR, "YAML cut an expression at a comma"),
  OUT_OF_RANGE("SPC0121", Severity.ERROR, "an option is outside its range"),
  MISPLACED_MODIFIER("SPC0122", Severity.ERROR, "a modifier or option does not belong here"),
  UNSUPPORTED_VERSION("SPC0123", Severity.ERROR, "the spec is written for another version"),
  BAD_RECIPE("SPC0124", Severity.ERROR, "the spec's recipe cannot be used"),
  CONFLICTING_VALUES("SPC0125", Severity.ERROR, "two values of a recipe exclude each other"),

  // Tensors.
  ADD_MISMATCH("SPC0202", Severity.ERROR, "add joins different shapes"),
  CONCAT_MISMATCH("SPC0203", Severity.ERROR, "concat joins different sizes"),
  MULTIPLY_MISMATCH("SPC0204", Severity.ERROR, "multiply joins shapes that do not fit"),
  RESIDUAL_MISMATCH("SPC0205", Severity.ERROR, "a residual's body and shortcut differ"),
  WINDOW_TOO_LARGE("SPC0206", Severity.ERROR, "a window is larger than its padded input"),
  WRONG_RANK("SPC0207", Severity.ERROR, "the op does not take a tensor of this rank"),
  GROUPS_DO_NOT_DIVIDE("SPC0208", Severity.ERROR, "groups do not divide the channels"),
  PADDING_TOO_LARGE("SPC0209", Severity.ERROR, "a pool has windows in its padding"),
  EXPECTATION_FAILED("SPC0210", Severity.ERROR, "the output is not what `expect` says"),
  SIZE_CHANGES("SPC0211", Severity.ERROR, "a reshape changes the number of elements"),
  SHARE_MISMATCH("SPC0212", Severity.ERROR, "steps that share parameters differ"),
  WRONG_ARITY("SPC0213", Severity.ERROR, "a step has the wrong number of inputs"),
  EMPTY_RESULT("SPC0214", Severity.ERROR, "a result would have no elements"),

  // Limits.
  TOO_LARGE("SPC0301", Severity.ERROR, "a number is too large to compute with"),
  TOO_MANY_NODES("SPC0302", Severity.ERROR, "the spec expands to too many nodes"),
  TOO_DEEP("SPC0303", Severity.ERROR, "the spec nests too deeply"),
  FILE_TOO_LARGE("SPC0304", Severity.ERROR, "the file is too large"),

  // Lints.
  BIAS_BEFORE_NORM("SPC0401", Severity.WARNING, "a batch norm cancels the bias before it"),
  SOFTMAX_BEFORE_LOSS("SPC0402", Severity.WARNING, "the net ends in a softmax"),
  STRIDE_SKIPS_PIXELS("SPC0403", Severity.WARNING, "a stride skips pixels"),
  UNUSED_BLOCK("SPC0404", Severity.WARNING, "a block is never called"),
  UNUSED_PARAM("SPC0405", Severity.WARNING, "a param is never read"),
  SHADOWED_NAME("SPC0407", Severity.WARNING, "a name hides another"),
  UNUSED_VALUE("SPC0408", Severity.WARNING, "a step's result is never used"),
  STOPPED_BY_TEST("SPC0409", Severity.WARNING, "the test images decide when training stops"),
  WITHOUT_EFFECT("SPC0410", Severity.WARNING, "a value of a recipe has no effect"),
  CHANNELS_LAST("SPC0411", Severity.WARNING, "an input has its channels last"),
  HEAD_MISMATCH("SPC0412", Severity.WARNING, "an auxiliary head gives another shape than the net");

  private final String id;
  private final Severity severity;
  private final String title;

  Code(String id, Severity severity, String title) {
    this.id = id;
    this.severity = severity;
    this.title = title;
  }

  /** The stable identifier, such as {@code SPC0203}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  /** What the code means, in one phrase. */
  public String title() {
    return title;
  }
}
