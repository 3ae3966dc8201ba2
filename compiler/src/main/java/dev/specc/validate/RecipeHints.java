package dev.specc.validate;

import dev.specc.read.YamlNode;
import dev.specc.read.YamlNode.Entry;
import dev.specc.read.YamlNode.Kind;
import dev.specc.read.YamlNode.Mapping;
import dev.specc.read.YamlNode.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Where a recipe says what PyTorch, Keras, timm and others say elsewhere or otherwise. */
final class RecipeHints {
  /** Keys that belong elsewhere, and how they are written there; {@code %} is the value. */
  private static final Map<String, String> ELSEWHERE = elsewhere();

  private static final Map<String, String> SENTENCES =
      Map.of(
          "normalise imagenet",
          "write `{mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225]}`",
          "augmentation normalize",
          "normalising is no augmentation: write `normalise` below `data:`",
          "augmentation normalise",
          "normalising is no augmentation: write `normalise` below `data:`",
          "augmentation resize",
          "resizing is no augmentation: write `resize` below `data:`",
          "augmentation totensor",
          "leave it out: images are tensors already",
          "schedule reducelronplateau",
          "a schedule is known before training starts: use `cosine`, or `early_stopping:`",
          "weightRule kaimingfanout",
          "write `kaiming: {mode: fan_out}`",
          "weightRule xaviernormal",
          "write `xavier: {distribution: normal}`",
          "init kaimingfanout",
          "write `init: {conv: {kaiming: {mode: fan_out}}}`");

  /** Choices that are more than the name of one of ours: the name alone would lose the rest. */
  private static final Map<String, String> WITH_OPTIONS =
      Map.ofEntries(
          Map.entry("schedule linearlr", "that is a warm-up: it stands at the top, `warm_up: ...`"),
          Map.entry("optimizer momentum", "that is sgd with an option: `sgd: {momentum: 0.9}`"),
          Map.entry("optimizer sgdm", "that is sgd with an option: `sgd: {momentum: 0.9}`"),
          Map.entry(
              "optimizer nesterov",
              "that is sgd with options: `sgd: {momentum: 0.9, nesterov: true}`"),
          Map.entry("weightRule kaiminguniform", "write `kaiming: {distribution: uniform}`"),
          Map.entry("weightRule heuniform", "write `kaiming: {distribution: uniform}`"),
          Map.entry("weightRule glorotnormal", "write `xavier: {distribution: normal}`"),
          Map.entry(
              "init kaiminguniform", "write `init: {conv: {kaiming: {distribution: uniform}}}`"),
          Map.entry("init heuniform", "write `init: {conv: {kaiming: {distribution: uniform}}}`"),
          Map.entry("init xaviernormal", "write `init: {conv: {xavier: {distribution: normal}}}`"),
          Map.entry("init glorotnormal", "write `init: {conv: {xavier: {distribution: normal}}}`"));

  /** Optimizers of PyTorch and timm that are no other name, and no slip, of one of ours. */
  private static final Set<String> ABSENT =
      Set.of(
          "adamax",
          "nadam",
          "radam",
          "nadamw",
          "adamp",
          "sgdp",
          "sgdw",
          "asgd",
          "lamb",
          "lars",
          "lion",
          "adagrad",
          "adadelta",
          "adafactor",
          "rprop",
          "sparseadam",
          "adabelief",
          "sam");

  private RecipeHints() {}

  private static Map<String, String> elsewhere() {
    Map<String, String> hints = new LinkedHashMap<>();
    for (String option : List.of("momentum", "nesterov", "dampening")) {
      hints.put(option, "write `optimizer: {sgd: {" + option + ": %}}`");
    }
    for (String option : List.of("weight_decay", "betas", "eps", "l1", "decay_biases_and_norms")) {
      hints.put(RecipeNames.plain(option), "write `optimizer: {@: {" + option + ": %}}`");
    }
    hints.put("wd", "write `optimizer: {@: {weight_decay: %}}`");
    hints.put("labelsmoothing", "write `loss: {cross_entropy: {label_smoothing: %}}`");
    hints.put("smoothing", "write `loss: {cross_entropy: {label_smoothing: %}}`");
    hints.put("temperature", "it belongs to `loss: {distillation: {...}}`");
    hints.put("teacher", "it belongs to `loss: {distillation: {...}}`");
    hints.put("gamma", "it belongs to a schedule: `schedule: {step: {epochs: ..., gamma: %}}`");
    hints.put("stepsize", "write `schedule: {step: {epochs: %}}`");
    hints.put("milestones", "write `schedule: {multi_step: {milestones: %}}`");
    hints.put("patience", "write `early_stopping: {patience: %}`");
    for (String option : List.of("validation", "resize", "normalise")) {
      hints.put(option, "it belongs to `data: {source: ..., " + option + ": %}`");
    }
    hints.put("normalize", "it belongs to `data: {source: ..., normalise: %}`");
    hints.put("validationsplit", "it belongs to `data: {source: ..., validation: %}`");
    hints.put("valsplit", "it belongs to `data: {source: ..., validation: %}`");
    hints.put("imagesize", "it belongs to `data: {source: ..., resize: %}`");
    for (String augmentation :
        List.of("mixup", "cutmix", "ricap", "cutout", "flip", "random_crop", "random_erasing")) {
      hints.put(
          RecipeNames.plain(augmentation),
          "it is an item of the list `augment: [" + augmentation + "]`");
    }
    hints.put("zerogamma", "write `init: {zero_gamma: %}`");
    for (String word : List.of("net", "model", "spec", "arch", "architecture")) {
      hints.put(word, "a recipe says how to train, not what: `specc train SPEC --recipe RECIPE`");
    }
    for (String word : List.of("precision", "dtype", "amp", "mixedprecision", "fp16", "bf16")) {
      hints.put(word, "leave it out: `specc train --precision` says it");
    }
    for (String word : List.of("device", "workers", "numworkers", "pinmemory", "gpus")) {
      hints.put(word, "leave it out: a recipe is the same on every machine");
    }
    return hints;
  }

  /** Whether a word belongs into a recipe, though not at its top. */
  static boolean isMisplaced(String key) {
    return ELSEWHERE.containsKey(RecipeNames.plain(key));
  }

  /** What to write instead of a key that belongs elsewhere. */
  static Optional<String> key(String owner, Entry entry, YamlNode root) {
    String name = RecipeNames.plain(entry.name());
    return switch (owner) {
      case "" ->
          Optional.ofNullable(ELSEWHERE.get(name))
              .map(h -> h.replace("%", value(entry)).replace("@", optimizer(root)));
      case "sgd", "adam", "adamw", "rmsprop" -> ofOptimizer(owner, name, value(entry));
      case "cosine", "polynomial", "one_cycle", "exponential", "step", "multi_step" ->
          ofSchedule(name);
      case "init" -> ofInit(entry.name(), name, value(entry));
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofOptimizer(String owner, String name, String value) {
    return switch (name) {
      case "lr", "learningrate" -> Optional.of("it stands at the top: `lr: " + value + "`");
      case "momentum" ->
          Optional.of("`momentum` belongs to sgd and rmsprop; " + owner + " has `betas`");
      case "decoupled" -> Optional.of("with decoupled decay it is called `adamw`");
      case "labelsmoothing" -> Optional.of("it belongs to `loss: {cross_entropy: {...}}`");
      case "amsgrad", "maximize", "foreach", "fused", "capturable" ->
          Optional.of("leave it out: there is no such option here");
      default -> Optional.empty();
    };
  }

  private static Optional<String> ofSchedule(String name) {
    return switch (name) {
      case "tmax", "totalsteps", "totaliters", "epochs", "stepsperepoch" ->
          Optional.of("leave it out: a schedule runs to the end of training");
      case "etamin", "endfactor", "minlr", "lrmin", "endlr" ->
          Optional.of("write `end: ...`, as a share of `lr`");
      case "maxlr" -> Optional.of("the largest rate is `lr`, at the top");
      case "warmup", "warmupepochs" -> Optional.of("it stands at the top: `warm_up: ...`");
      default -> Optional.empty();
    };
  }

  /** {@code init: {kaiming: ...}}: a rule where kinds of layers are expected. */
  private static Optional<String> ofInit(String rule, String name, String value) {
    boolean known = List.of("xavier", "kaiming", "normal", "constant").contains(name);
    return known
        ? Optional.of("say for which weights: `conv: {" + rule + ": " + value + "}`")
        : Optional.empty();
  }

  /** What was meant by a word that is no choice, or what to write instead. */
  static Optional<String> choice(String type, String word) {
    String name = word.replaceFirst("^.*\\.", "");
    String known = type + " " + RecipeNames.plain(name);
    return Optional.ofNullable(SENTENCES.get(known))
        .or(() -> Optional.ofNullable(WITH_OPTIONS.get(known)))
        .or(() -> ours(type, name).map(ours -> "it is called `" + ours + "` here"));
  }

  /** Whether a word is a choice elsewhere that there is not here. */
  static boolean isAbsent(String type, String word) {
    return type.equals("optimizer") && ABSENT.contains(RecipeNames.plain(word));
  }

  /** The choice that is meant by another name of it. */
  static Optional<String> ours(String type, String name) {
    List<String> known =
        switch (type) {
          case "optimizer" -> List.of("sgd", "adam", "adamw", "rmsprop");
          case "schedule" ->
              List.of(
                  "constant",
                  "step",
                  "multi_step",
                  "exponential",
                  "cosine",
                  "polynomial",
                  "one_cycle");
          case "loss" -> List.of("cross_entropy", "distillation");
          case "init", "weightRule" -> List.of("xavier", "kaiming", "pytorch", "zero");
          case "biasRule" -> List.of("pytorch", "zero");
          case "every" -> List.of("epoch", "step");
          case "augmentation" ->
              List.of(
                  "random_crop",
                  "random_resized_crop",
                  "flip",
                  "vertical_flip",
                  "rotation",
                  "colour_jitter",
                  "auto_augment",
                  "rand_augment",
                  "cutout",
                  "random_erasing",
                  "mixup",
                  "cutmix",
                  "ricap");
          default -> List.of();
        };
    Stream<String> sameLetters =
        known.stream().filter(k -> RecipeNames.plain(k).equals(RecipeNames.plain(name)));
    return Stream.concat(sameLetters, RecipeNames.choices(name).filter(known::contains))
        .findFirst();
  }

  private static String value(Entry entry) {
    boolean fits = entry.value().span().text().length() <= 40;
    return fits && entry.value() instanceof Scalar scalar && !scalar.text().isEmpty()
        ? scalar.text()
        : fits && entry.value() instanceof YamlNode.Sequence list ? list.span().text() : "...";
  }

  /** The optimizer that a recipe chooses. */
  private static String optimizer(YamlNode root) {
    YamlNode chosen = root instanceof Mapping recipe ? recipe.get("optimizer").orElse(root) : root;
    return switch (chosen) {
      case Scalar word when word.is(Kind.STRING) -> RecipeNames.plain(word.text());
      case Mapping map when map != root && map.entries().size() == 1 ->
          map.entries().getFirst().name();
      default -> "adam";
    };
  }
}
