package dev.specc.fuzz;

import dev.specc.diagnostic.Code;
import dev.specc.read.FileSources;
import dev.specc.read.Sources;
import dev.specc.source.SourceFile;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** One spec in memory, under any name; it may import the standard library and itself. */
public record OneText(Loaded loaded) implements Sources {
  public static final String NAME = "fuzz.yaml";

  /** Bytes as a file holds them: what is not UTF-8 is said, as of a file. */
  public static OneText of(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new OneText(new Loaded.Text(new SourceFile(NAME, text)));
    } catch (CharacterCodingException e) {
      return new OneText(new Loaded.Failed(Code.NOT_TEXT, NAME + " is not UTF-8 text"));
    }
  }

  @Override
  public Loaded load(String name) {
    return loaded;
  }

  @Override
  public Loaded loadImport(String importer, String target) {
    return target.startsWith("std/") ? new FileSources().loadImport(importer, target) : loaded;
  }
}
