package dev.specc.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The texts that a net was compiled from.
 *
 * @param spec of the spec itself
 * @param imports of the files that it imports, by their paths below its folder
 */
public record SpecFiles(String spec, Map<String, String> imports) {
  public SpecFiles {
    imports = Collections.unmodifiableMap(new LinkedHashMap<>(imports));
  }
}
