package dev.specc.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build, as Maven wrote it into the jar. */
final class SpeccVersion {
  private static final String POM = "/META-INF/maven/dev.specc/specc-runtime/pom.properties";

  private SpeccVersion() {}

  /** {@code development} where specc runs from its class files. */
  static String get() {
    try (InputStream stream = SpeccVersion.class.getResourceAsStream(POM)) {
      Properties properties = new Properties();
      if (stream != null) {
        properties.load(stream);
      }
      return properties.getProperty("version", "development");
    } catch (IOException e) {
      return "development";
    }
  }
}
