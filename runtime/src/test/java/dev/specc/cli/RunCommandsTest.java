package dev.specc.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.specc.data.Pictures;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** What one does with a run afterwards: report, compare, features. */
class RunCommandsTest {
  @TempDir private static Path folder = Path.of("");
  private static Path run = Path.of("");

  @BeforeAll
  static void train() {
    run = folder.resolve("run");
    String spec = Golden.repository("specs/lenet.yaml").toString();
    Outcome outcome =
        Outcome.of("train", spec, "--epochs", "1", "--batch", "500", "--out", run.toString());
    assertEquals(0, outcome.status(), outcome.all());
  }

  private static Document page() throws Exception {
    DocumentBuilder parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    String html = Files.readString(run.resolve("report.html"));
    return parser.parse(new InputSource(new StringReader(html)));
  }

  @Test
  void thePageIsWellFormedAndRefersToNothingOutside() throws Exception {
    Document page = page();
    assertEquals("run", page.getElementsByTagName("h1").item(0).getTextContent());
    assertEquals(24, page.getElementsByTagName("img").getLength());
    assertEquals(0, page.getElementsByTagName("script").getLength());
    String html = Files.readString(run.resolve("report.html")).replaceAll("\"data:[^\"]*\"", "");
    for (String reference : List.of("src=\"", "href=\"", "url(", "://", "@import")) {
      assertFalse(html.contains(reference), reference);
    }
    for (String part : List.of("Curves", "Confusion", "Classes", "Epochs", "Settings", "Net")) {
      assertTrue(html.contains("<h2>" + part + "</h2>"), part);
    }
  }

  @Test
  void reportMakesTheSamePageAgain() throws IOException {
    String before = Files.readString(run.resolve("report.html"));
    Files.delete(run.resolve("report.html"));
    Files.delete(run.resolve("mistakes.png"));
    Outcome outcome = Outcome.of("report", run.toString());
    assertEquals(0, outcome.status(), outcome.all());
    assertTrue(Files.exists(run.resolve("mistakes.png")));
    // Probabilities are kept with six digits, so nothing that is shown changes.
    assertEquals(before, Files.readString(run.resolve("report.html")));
  }

  @Test
  void compareShowsWhatDiffersAndDrawsTheCurves() throws IOException {
    Path other = folder.resolve("other");
    Files.createDirectories(other);
    for (String file : List.of("spec.yaml", "metrics.csv", "settings.json")) {
      Files.copy(run.resolve(file), other.resolve(file));
    }
    String recipe = Files.readString(run.resolve("recipe.yaml"));
    Files.writeString(other.resolve("recipe.yaml"), recipe.replace("batch: 500\n", "batch: 250\n"));
    Path picture = folder.resolve("curves.png");
    Outcome outcome =
        Outcome.of("compare", run.toString(), other.toString(), "--out", picture.toString());
    assertEquals(0, outcome.status(), outcome.all());
    assertTrue(outcome.out().contains("recipe.batch      500     250\n"), outcome.out());
    assertTrue(outcome.out().contains("parameters        61,706  61,706\n"), outcome.out());
    assertFalse(outcome.out().contains("optimizer"), "the same in both");
    assertTrue(ImageIO.read(picture.toFile()).getWidth() > 1000);
    JsonNode json =
        JsonMapper.builder()
            .build()
            .readTree(
                Outcome.of("compare", run.toString(), other.toString(), "--format", "json").out());
    assertEquals("250", json.path("runs").path(1).path("settings").path("recipe.batch").asText());
    assertEquals(1, json.path("runs").path(0).path("bestEpoch").asInt());
  }

  /** Where validation images were held out, the metrics are theirs; the test came at the end. */
  @Test
  void accuraciesSayOfWhichImagesTheyAre() throws IOException {
    Path held = folder.resolve("held");
    Path recipe = folder.resolve("held.yaml");
    Files.writeString(
        recipe,
        """
        recipe: 1
        data: {source: fashion-mnist-subset, validation: 500}
        epochs: 1
        batch: 50
        """);
    String spec = Golden.repository("specs/lenet.yaml").toString();
    Outcome trained =
        Outcome.of("train", spec, "--recipe", recipe.toString(), "--out", held.toString());
    assertEquals(0, trained.status(), trained.all());
    String tested = json(held.resolve("evaluation.json")).path("accuracy").asText();
    String validated = json(held.resolve("metrics.jsonl")).path("test_accuracy").asText();
    String test = "%.4f".formatted(Double.parseDouble(tested));
    String validation = "%.4f".formatted(Double.parseDouble(validated));
    assertNotEquals(test, validation);

    List<String> alone = cells(Outcome.of("compare", held.toString()));
    assertTrue(alone.contains("test accuracy " + test), alone.toString());
    assertTrue(alone.contains("validation accuracy " + validation), alone.toString());
    assertTrue(alone.contains("best validation accuracy " + validation), alone.toString());
    String other =
        "%.4f".formatted(json(run.resolve("metrics.jsonl")).path("test_accuracy").asDouble());
    List<String> both = cells(Outcome.of("compare", held.toString(), run.toString()));
    assertTrue(both.contains("test accuracy " + test + " " + other), both.toString());
    assertTrue(both.contains("held-out accuracy " + validation + " " + other), both.toString());
    String page = Files.readString(held.resolve("report.html"));
    assertTrue(page.contains("<b>" + test + "</b><span>test accuracy</span>"));
    assertTrue(page.contains("<b>" + validation + "</b><span>best validation accuracy, after"));
    assertTrue(page.contains(">validation acc</th>") && page.contains(">validation</text>"));
    assertFalse(page.contains(">test acc</th>") || page.contains(">test</text>"));

    Path images = held.resolve("images.json"); // as a run had it before it said what is held out
    Files.writeString(images, Files.readString(images).replaceAll(",\\s*\"heldOut\".*", ""));
    assertFalse(json(images).has("heldOut"));
    assertEquals(alone, cells(Outcome.of("compare", held.toString())));
  }

  private static JsonNode json(Path file) throws IOException {
    return JsonMapper.builder().build().readTree(Files.readString(file));
  }

  /** The lines of a table, with one space between the cells. */
  private static List<String> cells(Outcome outcome) {
    assertEquals(0, outcome.status(), outcome.all());
    return outcome.out().lines().map(line -> line.replaceAll(" +", " ").strip()).toList();
  }

  @Test
  void comparedCurvesArePngs() {
    Path svg = folder.resolve("curves.svg");
    Outcome outcome = Outcome.of("compare", run.toString(), "--out", svg.toString());
    assertEquals(2, outcome.status());
    assertFalse(Files.exists(svg));
  }

  /** Checkpoints were removed to save space: to begin anew would destroy what there is. */
  @Test
  void aRunWithoutCheckpointsIsNotBegunAnew() throws IOException {
    Path bare = folder.resolve("bare");
    Files.createDirectories(bare);
    for (String file :
        List.of(
            "spec.yaml", "recipe.yaml", "settings.json", "metrics.csv", "weights.safetensors")) {
      Files.copy(run.resolve(file), bare.resolve(file));
    }
    String metrics = Files.readString(bare.resolve("metrics.csv"));
    Outcome outcome = Outcome.of("train", "--resume", bare.toString());
    assertEquals(1, outcome.status(), outcome.all());
    assertTrue(
        outcome.err().contains(": has 1 epoch behind it, and no checkpoint to go on from"),
        outcome.err());
    assertEquals(metrics, Files.readString(bare.resolve("metrics.csv")));
  }

  @Test
  void whatIsNoRunFolderIsTold() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertEquals(
        "error: " + file + ": is a file, not a run folder\n",
        Outcome.of("report", file.toString()).err());
    Path begun = Files.createDirectory(folder.resolve("begun"));
    Files.copy(run.resolve("spec.yaml"), begun.resolve("spec.yaml"));
    assertTrue(
        Outcome.of("train", "--resume", begun.toString())
            .err()
            .contains(": has no settings.json: training was stopped before it began"));
    Files.writeString(begun.resolve("settings.json"), "{\n\"spec\": ");
    assertEquals(
        "error: " + begun.resolve("settings.json") + ": is damaged: line 2 is no JSON\n",
        Outcome.of("eval", begun.toString()).err());
    assertTrue(
        Outcome.of("graph", begun.toString())
            .err()
            .contains("is a folder, not a file; its spec is " + begun + "/spec.yaml"));
  }

  @Test
  void featuresDrawsMapsFiltersAndWhereItLooks() throws IOException {
    Path out = folder.resolve("features.png");
    Path image = folder.resolve("image.png");
    ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "png", image.toFile());
    Outcome maps = features(out, "--image", image.toString(), "--node", "3", "--top", "4");
    assertEquals(0, maps.status(), maps.all());
    assertTrue(maps.out().startsWith("3: 16 maps of 10x10; the strongest by their mean: "));
    assertTrue(ImageIO.read(out.toFile()).getWidth() > 4 * 168);
    assertEquals(0, features(out, "--filters").status());
    Outcome cam = features(out, "--image", image.toString(), "--cam", "3");
    assertEquals(0, cam.status(), cam.all());
    assertTrue(cam.out().startsWith("5: class 3 (dress), output "), cam.out());
    assertEquals(2, features(out, "--filters", "--cam", "1").status());
    assertEquals(2, features(out, "--node", "3").status());
    Outcome last = features(out, "--image", image.toString());
    assertTrue(last.out().startsWith("5: 16 maps of 5x5; "), last.all());
    Outcome jpeg = features(folder.resolve("x.jpg"), "--filters");
    assertTrue(jpeg.err().startsWith("error: --out is a PNG file: name it "), jpeg.err());
    assertEquals(1, features(out, "--image", image.toString(), "--cam", "10").status());
    assertEquals(1, features(out, "--image", "nowhere.png", "--cam", "1").status());
  }

  @Test
  void featuresTreatsAPictureAsTheRunsOwn() throws IOException {
    Path out = folder.resolve("features.png");
    BufferedImage wide = Pictures.image(Pictures.photo(1, 28, 56, 3));
    Path all = folder.resolve("wide.png");
    Path middle = folder.resolve("middle.png");
    ImageIO.write(wide, "png", all.toFile());
    ImageIO.write(wide.getSubimage(14, 0, 28, 28), "png", middle.toFile());
    Outcome cropped = features(out, "--image", all.toString());
    assertEquals(0, cropped.status(), cropped.all());
    assertEquals(features(out, "--image", middle.toString()).out(), cropped.out());
  }

  private static Outcome features(Path out, String... options) {
    List<String> line =
        new ArrayList<>(List.of("features", run.toString(), "--out", out.toString()));
    line.addAll(List.of(options));
    return Outcome.of(line.toArray(String[]::new));
  }

  @Test
  @Tag("browser")
  void thePageOpensInABrowserWithoutAnError() throws IOException, InterruptedException {
    Path chromium = Path.of("/usr/bin/chromium");
    assumeTrue(Files.isExecutable(chromium), "chromium is not installed");
    Process browser =
        new ProcessBuilder(
                chromium.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--dump-dom",
                run.resolve("report.html").toUri().toString())
            .redirectError(folder.resolve("log").toFile())
            .start();
    String dom = new String(browser.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, browser.waitFor());
    assertTrue(dom.contains("<h2>Confusion</h2>"), dom);
    assertFalse(Files.readString(folder.resolve("log")).contains(":CONSOLE"));
  }
}
