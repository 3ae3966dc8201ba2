package dev.specc.elaborate;

import dev.specc.decode.BlockDef;
import dev.specc.decode.Module;
import dev.specc.graph.Frame;
import dev.specc.source.Span;
import org.jspecify.annotations.Nullable;

/**
 * Where steps are being elaborated.
 *
 * @param level the level of the paths that names are given in
 * @param home the level of the block (or net): shared parameters live below it
 * @param frame the block calls and iterations that led here
 * @param calls the blocks that are being elaborated, innermost first
 * @param module the file whose blocks and params are in scope
 * @param training whether this is an auxiliary head
 * @param shared whether the parameters here are shared by a key further out
 * @param depth how deeply bodies nest
 */
record Body(
    Level level,
    Level home,
    Labels labels,
    Environment environment,
    @Nullable Frame frame,
    @Nullable Calls calls,
    Module module,
    boolean training,
    boolean shared,
    int depth) {
  /** A block that is being elaborated, and where it was called. */
  record Calls(BlockDef block, Span at, @Nullable Calls outer) {
    boolean contains(BlockDef wanted) {
      for (Calls c = this; c != null; c = c.outer) {
        if (c.block == wanted) {
          return true;
        }
      }
      return false;
    }
  }

  /** The body of a file's net. */
  static Body net(Module module, Environment environment) {
    Level root = Level.root();
    return new Body(root, root, Labels.empty(), environment, null, null, module, false, false, 0);
  }

  /** The body of an auxiliary head: it sees the net's labels. */
  Body head(Level level) {
    return new Body(
        level, level, labels.nested(), environment, null, null, module, true, false, depth + 1);
  }

  /** The body of a combinator: it sees the labels outside, and its own are its own. */
  Body inner(Level inner) {
    return new Body(
        inner,
        home,
        labels.nested(),
        environment,
        frame,
        calls,
        module,
        training,
        shared,
        depth + 1);
  }

  /** The same with a level of no consequence, for a step that may not run. */
  Body aside() {
    Level other = Level.root();
    return new Body(
        other, other, labels, environment, frame, calls, module, training, shared, depth);
  }

  /** One iteration of a loop. */
  Body iteration(Level inner, Environment bound, Frame iteration) {
    return new Body(
        inner, home, labels.nested(), bound, iteration, calls, module, training, shared, depth + 1);
  }
}
