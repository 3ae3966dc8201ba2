package dev.specc.cli;

import ai.djl.Device;
import dev.specc.data.Dataset;
import dev.specc.recipe.Ablation;
import dev.specc.recipe.Recipe;
import dev.specc.report.AblationTable;
import dev.specc.report.RunFolder;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code specc ablate SPEC}: what each trick of a recipe is worth. */
@Command(
    name = "ablate",
    description = {
      "Trains a net by a recipe, and once more without each of its tricks.",
      "Prints a table of the test accuracies as Markdown and keeps it, with all runs, in a folder."
    },
    mixinStandardHelpOptions = true)
public final class AblateCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec command;

  @Parameters(paramLabel = "SPEC[#variant]", description = "What to train.")
  private String spec = "";

  @Mixin private NetOptions given = new NetOptions();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Runs of each, with seeds from the recipe's on (default: ${DEFAULT-VALUE}).")
  private int seeds = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder; it must not exist yet. Default: runs/NAME-ablation-TIME.")
  private @Nullable Path out;

  @Mixin private TrainingOptions options = new TrainingOptions();

  @Mixin private DeviceOption device = new DeviceOption();

  /**
   * @return 0, 1 where the spec or the recipe has errors, or 2 where an option has one
   */
  @Override
  public Integer call() {
    if (command == null) {
      throw new IllegalStateException("picocli sets the command before it calls it");
    }
    CommandLine line = command.commandLine();
    if (seeds < 1) {
      throw new ParameterException(line, "--seeds must be at least 1");
    }
    TrainingPlan.Resolution resolved =
        TrainingPlan.resolve(line, new SpecSource(), spec, given, options);
    resolved.toRun(line, options).ifPresent(plan -> run(line, plan));
    return resolved.status();
  }

  private void run(CommandLine line, TrainingPlan plan) {
    List<Ablation> all = new ArrayList<>();
    all.add(new Ablation("", plan.recipe()));
    all.addAll(Ablation.of(plan.recipe()));
    if (all.size() == 1) {
      throw new ParameterException(line, "the recipe has no trick that could be left out");
    }
    List<Device> devices = device.several(line);
    Path folder = folder(plan);
    Dataset images = TrainingRun.dataset(plan.graph(), plan.recipe());
    AblationTable table = new AblationTable(TrainingRun.title(plan.graph(), plan.recipe()));
    for (Ablation ablation : all) {
      for (int i = 0; i < seeds; i++) {
        Recipe recipe = ablation.recipe().with().seed(ablation.recipe().seed() + i).build();
        String name = name(ablation, i);
        System.err.printf("%n%s (%d of %d)%n", name, all.indexOf(ablation) + 1, all.size());
        Optional<TrainingRun.Outcome> outcome =
            plan.with(recipe)
                .train(line, images, devices, () -> RunFolder.createAt(folder.resolve(name)));
        if (outcome.isEmpty()) {
          return;
        }
        table.add(ablation.trick(), outcome.get().tested().accuracy());
      }
      table.write(folder.resolve("ablation.md"));
    }
    line.getOut().print(table.markdown());
    line.getOut().flush();
  }

  private String name(Ablation ablation, int seed) {
    String what = ablation.trick().isEmpty() ? "whole" : "without " + ablation.trick();
    String dashed = what.toLowerCase(Locale.ROOT).replace(' ', '-');
    return seeds == 1 ? dashed : dashed + "-" + (seed + 1);
  }

  private Path folder(TrainingPlan plan) {
    if (out != null) {
      return RunFolder.createAt(out).path();
    }
    String name = TrainingRun.name(plan.graph()) + "-ablation";
    return RunFolder.create(Path.of("runs"), name, LocalDateTime.now()).path();
  }
}
