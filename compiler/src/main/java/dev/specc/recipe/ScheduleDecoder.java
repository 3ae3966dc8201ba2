package dev.specc.recipe;

import dev.specc.recipe.Fields.Choice;
import java.util.List;

/** Decodes schedules; the defaults are those of torch.optim.lr_scheduler. */
final class ScheduleDecoder {
  private ScheduleDecoder() {}

  static Schedule decode(Choice schedule) {
    Fields options = schedule.options();
    return switch (schedule.word()) {
      case "step" -> new Schedule.Step(options.whole("epochs", 1), options.number("gamma", 0.1));
      case "multi_step" ->
          new Schedule.MultiStep(
              options.numbers("milestones", List.of()).stream().map(Double::intValue).toList(),
              options.number("gamma", 0.1));
      case "exponential" -> new Schedule.Exponential(options.number("gamma", 1));
      case "cosine" -> new Schedule.Cosine(options.number("end", 0), everyStep(options));
      case "polynomial" ->
          new Schedule.Polynomial(
              options.number("power", 1), options.number("end", 0), everyStep(options));
      case "one_cycle" ->
          new Schedule.OneCycle(
              options.number("pct_start", 0.3),
              options.number("div_factor", 25),
              options.number("final_div_factor", 1e4));
      default -> new Schedule.Constant();
    };
  }

  private static boolean everyStep(Fields options) {
    return options.word("every", "epoch").equals("step");
  }
}
