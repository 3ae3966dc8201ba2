package dev.specc.elaborate;

import dev.specc.diagnostic.Code;
import dev.specc.diagnostic.Diagnostic;
import dev.specc.diagnostic.Diagnostics;
import dev.specc.elaborate.GraphBuilder.Place;
import dev.specc.graph.Origin;
import dev.specc.op.Op;
import dev.specc.op.ParameterSpec;
import dev.specc.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which layer has the parameters at a path: one, unless steps share them by a key. */
final class ParameterOwners {
  private record Owner(Op op, List<ParameterSpec> parameters, Span span, boolean shared) {}

  private final Diagnostics diagnostics;
  private final Map<String, Owner> owners = new HashMap<>();

  /** The keys whose steps differ, each reported once. */
  private final Set<String> unlike = new HashSet<>();

  ParameterOwners(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Gives an op the parameters at its place; false, and reported, where another layer has them. */
  boolean claim(List<ParameterSpec> parameters, Op op, Place place, Origin origin) {
    if (parameters.isEmpty()) {
      return true;
    }
    Owner owner = new Owner(op, parameters, origin.span(), place.shared());
    Owner first = owners.putIfAbsent(place.parameterPath(), owner);
    if (first == null) {
      return namesAreFree(place, owner);
    }
    if (first.shared && place.shared() && agree(first, owner)) {
      return true;
    }
    boolean sharing = first.shared || place.shared();
    boolean said = sharing && !unlike.add(place.parameterPath());
    if (!said && (sharing || !diagnostics.hasErrors())) {
      diagnostics.add(sharing(place, first, owner).notes(origin.notes()));
    }
    return !sharing; // two layers of one name: reported where the name is given
  }

  /**
   * Whether no other layer has a parameter of one of these names: a layer scale is named as itself,
   * so that one at {@code k.weight} takes the name of the weight of a layer at {@code k}.
   */
  private boolean namesAreFree(Place place, Owner owner) {
    String path = place.parameterPath();
    for (ParameterSpec parameter : owner.parameters) {
      boolean unnamed = parameter.name().isEmpty();
      String name = unnamed ? path : Level.join(path, parameter.name());
      Owner other = unnamed ? ownerOf(name) : ownerOfUnnamed(name);
      if (other != null) {
        diagnostics.add(taken(name, other, owner));
        return false;
      }
    }
    return true;
  }

  /** The layer one level up, if it has a parameter of the last name of a path. */
  private @Nullable Owner ownerOf(String path) {
    int dot = path.lastIndexOf('.');
    Owner above = dot < 0 ? null : owners.get(path.substring(0, dot));
    String name = path.substring(dot + 1);
    boolean has = above != null && above.parameters.stream().anyMatch(p -> p.name().equals(name));
    return has ? above : null;
  }

  /** The layer at a path, if its parameter is named as itself. */
  private @Nullable Owner ownerOfUnnamed(String path) {
    Owner owner = owners.get(path);
    return owner != null && owner.parameters.getFirst().name().isEmpty() ? owner : null;
  }

  private static boolean agree(Owner first, Owner second) {
    return first.op.equals(second.op) && first.parameters.equals(second.parameters);
  }

  private static Diagnostic sharing(Place place, Owner first, Owner second) {
    if (!first.shared || !second.shared) {
      return taken(place.parameterPath(), first, second);
    }
    String how =
        first.op.equals(second.op)
            ? "their parameters have other shapes, since other channels arrive: "
                + dims(first)
                + " and "
                + dims(second)
            : first.op.name().equals(second.op.name())
                ? "their options differ"
                : "one is " + first.op.name() + " and the other " + second.op.name();
    return Diagnostic.of(
            Code.SHARE_MISMATCH,
            second.span,
            "steps that share `" + place.parameterPath() + "` must be alike, and " + how)
        .related(first.span, "the first step that shares");
  }

  private static Diagnostic taken(String name, Owner first, Owner second) {
    return Diagnostic.of(
            Code.DUPLICATE_LABEL,
            second.span,
            "the parameters `" + name + "` belong to another layer already")
        .related(first.span, "which is here")
        .help("a `share` key is a name of its own: choose one that is no label");
  }

  private static String dims(Owner owner) {
    return owner.parameters.getFirst().dims().toString();
  }
}
