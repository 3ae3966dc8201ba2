package dev.specc.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.specc.diagnostic.Diagnostic;
import dev.specc.recipe.RecipeSetting.Form;
import dev.specc.source.SourceFile;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recipe means: defaults, short forms, expressions, and values of the command line. */
class RecipeReaderTest {
  private static Recipe recipe(String lines, RecipeSetting... settings) {
    SourceFile file = new SourceFile("some/quick.yaml", "recipe: 1\n" + lines);
    RecipeReader.Result read = RecipeReader.read(file, List.of(settings));
    assertEquals(
        List.of(), read.diagnostics().stream().filter(Diagnostic::isError).toList(), lines);
    return read.recipe().orElseThrow();
  }

  private static RecipeSetting[] set(String... assignments) {
    return Stream.of(assignments)
        .map(a -> RecipeSetting.set(a.split("=", 2)[0], a.split("=", 2)[1]))
        .toArray(RecipeSetting[]::new);
  }

  private static String said(RecipeSetting... settings) {
    List<Diagnostic> said = RecipeReader.defaults(List.of(settings)).diagnostics();
    assertEquals(1, said.size(), said::toString);
    return said.getFirst().toString();
  }

  @Test
  void theVersionAloneIsARecipe() {
    Recipe recipe = recipe("");
    Initialisation.Rule xavier = new Initialisation.Rule.Xavier(false);
    Initialisation.Rule pytorch = new Initialisation.Rule.PyTorch();
    assertEquals(
        new Recipe(
            "quick",
            "",
            "",
            new DataChoice(
                "fashion-mnist-subset",
                new DataChoice.Resize.Keep(),
                new DataChoice.Normalisation.None(),
                new DataChoice.Validation.None()),
            30,
            32,
            new LearningRate(0.003, 0, LearningRate.WarmUp.NONE, new Schedule.Constant()),
            new Optimizer.Adam(0.9, 0.999, 1e-8, Optimizer.Decay.NONE),
            Double.POSITIVE_INFINITY,
            new Initialisation(xavier, xavier, pytorch, false),
            new Loss.CrossEntropy(0),
            List.of(),
            0,
            EarlyStopping.NEVER,
            new CheckpointPolicy(1, 0, 2),
            0),
        recipe);
    assertEquals(recipe.rate(), RecipeReader.defaults(List.of()).recipe().orElseThrow().rate());
  }

  @ParameterizedTest
  @CsvSource({"sgd, 0.1", "adam, 0.003", "adamw, 0.001", "rmsprop, 0.01"})
  void theRateWithoutOneIsTheOptimizers(String optimizer, double rate) {
    assertEquals(rate, recipe("optimizer: " + optimizer).rate().base());
    assertEquals(rate, recipe("optimizer: {" + optimizer + ": {}}").rate().base());
    assertEquals(0.5, recipe("lr: 0.5\noptimizer: " + optimizer).rate().base());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "data: fashion-mnist     | data: {source: fashion-mnist}",
        "data: {resize: 32}      | data: {resize: [32, 32]}",
        "data: {normalise: {mean: 0.5, std: [1, 2]}} "
            + "| data: {normalise: {mean: [0.5, 0.5], std: [1.0, 2.0]}}",
        "warm_up: 5              | warm_up: {epochs: 5}",
        "schedule: cosine        | schedule: {cosine: {end: 0, every: epoch}}",
        "schedule: {one_cycle: } | schedule: one_cycle",
        "init: kaiming | init: {conv: kaiming, linear: {kaiming: {mode: fan_in}}, bias: pytorch}",
        "init: {bias: zero}      | init: {bias: {constant: 0}}",
        "augment: [flip]         | augment: [flip: {probability: 0.5}]",
        "augment: [rand_augment] | augment: [rand_augment: {operations: 2, magnitude: 9}]",
        "lr: 1 / 255             | lr: 0.00392156862745098",
        "lr: 1e-3                | lr: 0.001",
        "epochs: 60 / 2          | epochs: 30",
        "ema: 1 - 1 / 1000       | ema: 0.999",
        "clip_norm: none         | name: quick",
        "data: {validation: 0.5 / 5} | data: {validation: 0.1}",
        "optimizer: {adamw: {}}  | optimizer: {adamw: {weight_decay: 1 / 100}}",
        "epochs: 0x10            | epochs: 16",
      })
  void shortAndLongFormsAreTheSame(String one, String other) {
    assertEquals(recipe(one), recipe(other));
  }

  @Test
  void textsAreNoExpressions() {
    assertEquals("1/2", recipe("name: 1/2").name());
    assertEquals("2024-01", recipe("data: 2024-01").data().source());
    assertEquals("3-4", recipe("data: {source: 3-4}").data().source());
  }

  @Test
  void seedsHave64Bits() {
    assertEquals(Long.MIN_VALUE, recipe("seed: " + Long.MIN_VALUE).seed());
    assertEquals(Long.MAX_VALUE, recipe("seed: " + Long.MAX_VALUE).seed());
    assertTrue(said(set("seed=9223372036854775808")).contains("the seed is too large"));
  }

  @Test
  void settingsChangeValuesWhereTheyStand() {
    String text = "optimizer: {sgd: {momentum: 0.9, nesterov: true}}\ndata: fashion-mnist";
    assertEquals(
        recipe("optimizer: {sgd: {momentum: 0.8, nesterov: true}}\ndata: fashion-mnist"),
        recipe(text, set("optimizer.sgd.momentum=0.8")));
    assertEquals(
        recipe("optimizer: {rmsprop: {momentum: 0.8}}\ndata: fashion-mnist"),
        recipe(text, set("optimizer.rmsprop.momentum=0.8")));
    assertEquals(
        recipe("optimizer: adam\ndata: {source: fashion-mnist, validation: 0.1}"),
        recipe(text, set("optimizer=adam", "data.validation=0.1")));
    assertEquals(
        recipe("warm_up: {epochs: 5, from: 0.1}"),
        recipe("warm_up: 5", set("recipe.warm_up.from=0.1")));
    assertEquals(
        recipe("init: {conv: kaiming, linear: kaiming, bias: zero}"),
        recipe("init: kaiming", set("init.bias=zero")));
    assertEquals(recipe("early_stopping: none"), recipe("", set("early_stopping=none")));
  }

  @Test
  void settingsReachIntoTheListOfAugmentations() {
    String text = "augment: [flip, mixup: {alpha: 0.2, probability: 0.5}]";
    assertEquals(
        recipe("augment: [flip, mixup: {alpha: 0.4, probability: 0.5}]"),
        recipe(text, set("augment.mixup.alpha=0.4")));
    assertEquals(
        recipe("augment: [flip: {probability: 1}, mixup: {alpha: 0.2, probability: 0.5}]"),
        recipe(text, set("augment.flip.probability=1")));
    assertEquals(recipe("augment: [cutout: {size: 8}]"), recipe("", set("augment.cutout.size=8")));
    assertEquals(recipe(""), recipe(text, set("augment=[]")));
  }

  @Test
  void anOptimizerThatIsChosenAgainKeepsItsOptions() {
    RecipeSetting sgd = RecipeSetting.option("--optimizer", "optimizer.sgd", "sgd", Form.CHOICE);
    RecipeSetting momentum =
        RecipeSetting.option("--momentum", "optimizer.*.momentum", "0.5", Form.YAML);
    String text = "optimizer: {sgd: {weight_decay: 0.1}}";
    assertEquals(recipe(text), recipe(text, sgd));
    assertEquals(
        recipe("optimizer: {sgd: {weight_decay: 0.1, momentum: 0.5}}"),
        recipe(text, sgd, momentum));
    assertEquals(recipe("optimizer: sgd"), recipe("optimizer: rmsprop", sgd));
    assertEquals(
        recipe("optimizer: {rmsprop: {momentum: 0.5}}"), recipe("optimizer: rmsprop", momentum));
  }

  @Test
  void aTextOptionIsTakenAsItIs() {
    RecipeSetting data = RecipeSetting.option("--data", "data.source", "C: {x} #1", Form.TEXT);
    assertEquals("C: {x} #1", recipe("data: {validation: 0.1}", data).data().source());
  }

  @Test
  void mistakesInSettingsStandWhereTheyWereWritten() {
    assertEquals(
        "--set:1:8: error[SPC0121]: `epochs` is at least 1, and here is `0`",
        said(set("epochs=0")));
    assertEquals(
        "--set:1:11: error[SPC0104]: there is no optimizer `sdg`",
        said(set("optimizer.sdg.momentum=0.9")));
    assertEquals("--set:1:1: error[SPC0102]: a recipe has no key `epoch`", said(set("epoch=3")));
    assertTrue(said(set("lr=")).contains("and here is nothing"));
    assertTrue(said(set("lr.base=3")).contains("`lr` is a number above 0"));
    assertTrue(said(set("augment=flip")).contains("`augment` is a list"));
    assertTrue(said(set("data={")).contains("--set:1:"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "recipe: 1             | true",
        "name: x\\nrecipe: one | true",
        "specc: 1\\nrecipe: x  | false",
        "net: [relu]\\nrecipe: x | false",
        "a: {recipe: 1}        | false",
        "[recipe]              | false",
        "recipe: [             | false",
      })
  void isRecognisedByItsKey(String text, boolean expected) {
    SourceFile file = new SourceFile("x.yaml", text.replace("\\n", "\n"));
    assertEquals(expected, RecipeReader.isRecipe(file));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "5", "recipe: &a {b: *a}", "recipe: 1\na: &x [1]\nb: [*x, *x]"})
  void whateverTheTextIsItIsReported(String text) {
    RecipeReader.Result read = RecipeReader.read(new SourceFile("x.yaml", text));
    assertTrue(read.recipe().isEmpty());
    assertFalse(read.diagnostics().isEmpty());
  }

  @Test
  void aSpecIsNoRecipe() {
    SourceFile spec = new SourceFile("lenet.yaml", "specc: 1\nrecipe: short\nnet: [relu]\n");
    List<Diagnostic> said = RecipeReader.read(spec).diagnostics();
    assertEquals(1, said.size());
    assertEquals("this is a spec, and a recipe is wanted", said.getFirst().message());
    assertEquals("specc", said.getFirst().span().text());
  }

  @Test
  void anExpressionIsNotAsLongAsOneLikes() {
    assertTrue(said(set("lr=" + "1+".repeat(400_000) + "1")).contains("1000 characters long"));
    assertTrue(said(set("lr=" + "(".repeat(400_000) + "1")).contains("1000 characters long"));
    assertEquals(400, recipe("epochs: 1" + " + 1".repeat(249)).epochs() + 150);
  }
}
