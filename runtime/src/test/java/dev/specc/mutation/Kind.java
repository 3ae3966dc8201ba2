package dev.specc.mutation;

import java.util.List;
import java.util.Random;

/** The kinds of mistakes, each with what makes them. */
enum Kind {
  OP_TYPO("typo in an op", Group.TEXT, WordMutators::opTypos),
  KEY_TYPO("typo in a key", Group.TEXT, WordMutators::keyTypos),
  PARAM_TYPO("typo in a param", Group.TEXT, WordMutators::paramTypos),
  VARIANT_TYPO("a variant's param misspelt", Group.TEXT, WordMutators::variantTypos),
  LABEL_TYPO("typo in a label", Group.TEXT, WordMutators::labelTypos),
  BLOCK_TYPO("typo in a block", Group.TEXT, WordMutators::blockTypos),
  AUX_LABEL("aux from an unknown label", Group.TEXT, WordMutators::auxLabels),
  WRONG_TYPE("wrong type", Group.TEXT, WordMutators::wrongTypes),
  INDENTATION("wrong indentation", Group.STRUCTURE, TextMutators::indentations),
  TAB("tab", Group.TEXT, TextMutators::tabs),
  REMOVED_PARAM("removed param", Group.STRUCTURE, TextMutators::removedParams),
  PADDING("padding changed", Group.SHAPE, ShapeMutators::paddings),
  KERNEL("kernel changed", Group.SHAPE, ShapeMutators::kernels),
  STRIDE("stride changed", Group.SHAPE, ShapeMutators::strides),
  OUT("out changed", Group.SHAPE, ShapeMutators::outs),
  GROUPS("wrong groups", Group.SHAPE, ShapeMutators::groups),
  RESIDUAL_BODY("residual body's channels differ", Group.SHAPE, ShapeMutators::residualBodies),
  MISSING_PROJECTION("missing projection", Group.SHAPE, StepMutators::missingProjections),
  WRONG_EXPECT("wrong expect", Group.SHAPE, ShapeMutators::expectations),
  WRONG_IN("wrong in", Group.SHAPE, ShapeMutators::wrongIn),
  DROPPED_STEP("dropped step", Group.STRUCTURE, StepMutators::dropped),
  DUPLICATED_STEP("duplicated step", Group.STRUCTURE, StepMutators::duplicated),
  SWAPPED_STEPS("swapped branches or steps", Group.STRUCTURE, StepMutators::swapped),
  JOIN("join changed", Group.STRUCTURE, StepMutators::joins),
  WRONG_FROM("wrong from", Group.STRUCTURE, StepMutators::wrongFrom);

  /** What a mistake is about. */
  enum Group {
    /** Words and types: the text is never a spec, so each must be reported. */
    TEXT,
    /** The numbers that decide shapes. Some leave a net that runs. */
    SHAPE,
    /** Which steps there are, and in which order. Some leave a net that runs. */
    STRUCTURE
  }

  /** Lists the mistakes of one kind that can be made in a file. */
  @FunctionalInterface
  interface Mutator {
    List<Change> changes(SpecText text, Random random);
  }

  private final String title;
  private final Group group;
  private final Mutator mutator;

  Kind(String title, Group group, Mutator mutator) {
    this.title = title;
    this.group = group;
    this.mutator = mutator;
  }

  String title() {
    return title;
  }

  Group group() {
    return group;
  }

  List<Change> changes(SpecText text, Random random) {
    return mutator.changes(text, random);
  }
}
