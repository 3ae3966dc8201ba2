package dev.specc.decode;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A spec with the specs that it imports. A block sees the names of its own module, never its
 * caller's.
 *
 * @param complete false where an import failed, which was reported: a block that is not found may
 *     be one of its
 */
public record Module(ModelSpec spec, List<Module> imports, boolean complete) {
  /** A block and the module that defines it. */
  public record Found(BlockDef block, Module home) {}

  /** A file that is imported twice is looked through once. */
  public Module {
    Set<Module> once = Collections.newSetFromMap(new IdentityHashMap<>());
    imports = imports.stream().filter(once::add).toList();
  }

  /** The block of this name: the module's own, else that of the first import that has one. */
  public Optional<Found> block(String name) {
    BlockDef own = spec.blocks().get(name);
    if (own != null) {
      return Optional.of(new Found(own, this));
    }
    for (Module imported : imports) {
      BlockDef block = imported.spec.blocks().get(name);
      if (block != null) {
        return Optional.of(new Found(block, imported));
      }
    }
    return Optional.empty();
  }

  /** The names of all blocks that {@link #block} finds. */
  public List<String> blockNames() {
    List<String> names = new ArrayList<>(spec.blocks().keySet());
    imports.forEach(m -> names.addAll(m.spec.blocks().keySet()));
    return names;
  }
}
