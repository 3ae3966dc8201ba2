package dev.specc.weights;

import dev.specc.graph.Graph;
import dev.specc.op.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tensors of a file against the parameters of a net, by name and shape.
 *
 * @param file how messages name it
 * @param fitting what is the same on both sides, in the order of the net
 * @param misshaped what has the same name and another shape
 * @param missing what only the net has
 * @param uncounted batch counts that the file lacks, as files from before PyTorch 0.4.1 do; they
 *     start at 0
 * @param extra what only the file has
 */
public record WeightsMatch(
    String file,
    String net,
    List<Pair> fitting,
    List<Pair> misshaped,
    List<NamedParameter> missing,
    List<NamedParameter> uncounted,
    Map<String, StoredTensor> extra) {
  /** Tensors of a kind that a message lists: all of a head, not all of another net. */
  private static final int MOST_SHOWN = 20;

  /** A parameter and the tensor of its name. */
  public record Pair(NamedParameter parameter, StoredTensor tensor) {
    boolean fits() {
      return parameter.dims().equals(tensor.dims());
    }
  }

  public static WeightsMatch of(Graph graph, WeightsFile file) {
    List<Pair> pairs = new ArrayList<>();
    List<NamedParameter> missing = new ArrayList<>();
    Map<String, StoredTensor> extra = new LinkedHashMap<>(file.tensors());
    for (NamedParameter parameter : NamedParameter.of(graph)) {
      Optional.ofNullable(extra.remove(parameter.name()))
          .ifPresentOrElse(
              tensor -> pairs.add(new Pair(parameter, tensor)), () -> missing.add(parameter));
    }
    return new WeightsMatch(
        file.name(),
        graph.title(),
        pairs.stream().filter(Pair::fits).toList(),
        pairs.stream().filter(p -> !p.fits()).toList(),
        missing.stream().filter(p -> p.spec().kind() != Kind.BATCH_COUNT).toList(),
        missing.stream().filter(p -> p.spec().kind() == Kind.BATCH_COUNT).toList(),
        extra);
  }

  public boolean isComplete() {
    return hasAll() && extra.isEmpty();
  }

  /** Whether the net needs nothing that the file lacks. */
  public boolean hasAll() {
    return misshaped.isEmpty() && missing.isEmpty();
  }

  /** How many tensors the net has. */
  public int total() {
    return fitting.size() + misshaped.size() + missing.size() + uncounted.size();
  }

  /**
   * @throws WeightsException where anything differs; its message lists it, a line each, and of very
   *     much the beginning
   */
  public void requireComplete() {
    if (!isComplete()) {
      List<String> lines = new ArrayList<>(List.of(summary()));
      list("missing", missing.stream().map(WeightsMatch::shown).toList(), lines);
      list("other shape", misshaped.stream().map(WeightsMatch::shown).toList(), lines);
      list("extra", extra.entrySet().stream().map(WeightsMatch::shown).toList(), lines);
      help().ifPresent(help -> lines.add("help: " + help));
      throw new WeightsException(String.join("\n", lines));
    }
  }

  private Optional<String> help() {
    Optional<String> listing =
        Optional.of("nothing fits; `specc weights list " + file + "` shows what it has")
            .filter(help -> fitting.isEmpty());
    return prefix().map(p -> "every name in the file starts with `" + p + "`").or(() -> listing);
  }

  private static void list(String kind, List<String> shown, List<String> lines) {
    shown.stream().limit(MOST_SHOWN).forEach(line -> lines.add("  " + kind + ": " + line));
    int more = shown.size() - MOST_SHOWN;
    if (more > 0) {
      lines.add("  %s: %d more".formatted(kind, more));
    }
  }

  /**
   * @throws WeightsException where nothing fits
   */
  public void requireSome() {
    if (fitting.stream().noneMatch(p -> p.parameter().isTrained())) {
      throw new WeightsException(file + ": no tensor has the name and the shape of one of " + net);
    }
  }

  /** What a partial load leaves: a line for each tensor of either side that is not used. */
  public List<String> leftOut() {
    List<String> lines = new ArrayList<>();
    missing.forEach(p -> lines.add("keeps its initial value: " + shown(p)));
    misshaped.forEach(p -> lines.add("keeps its initial value: " + shown(p)));
    extra.forEach((name, tensor) -> lines.add("not loaded: " + name + " " + tensor.dims()));
    return lines;
  }

  private String summary() {
    List<String> counts =
        Stream.of(
                count(missing.size(), "missing"),
                count(misshaped.size(), "of another shape"),
                count(extra.size(), "extra"))
            .flatMap(Optional::stream)
            .toList();
    return "%s does not fit %s: %s".formatted(file, net, String.join(", ", counts));
  }

  private static Optional<String> count(int count, String what) {
    return count == 0 ? Optional.empty() : Optional.of(count + " " + what);
  }

  private static String shown(NamedParameter parameter) {
    return "%s %s (%s:%d)"
        .formatted(
            parameter.name(),
            parameter.dims(),
            parameter.place().file().name(),
            parameter.place().line());
  }

  private static String shown(Map.Entry<String, StoredTensor> named) {
    return named.getKey() + " " + named.getValue().dims();
  }

  private static String shown(Pair pair) {
    return shown(pair.parameter()) + ", in the file " + pair.tensor().dims();
  }

  /** {@code module.}, say, where without it the names of the file would be the net's. */
  private Optional<String> prefix() {
    if (missing.isEmpty() || extra.isEmpty()) {
      return Optional.empty();
    }
    String wanted = missing.getFirst().name();
    return extra.keySet().stream()
        .filter(name -> name.endsWith("." + wanted))
        .map(name -> name.substring(0, name.length() - wanted.length()))
        .filter(prefix -> extra.keySet().stream().allMatch(n -> n.startsWith(prefix)))
        .findFirst();
  }
}
