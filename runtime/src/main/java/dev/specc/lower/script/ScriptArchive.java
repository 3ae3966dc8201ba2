package dev.specc.lower.script;

import ai.djl.ndarray.NDArray;
import dev.specc.weights.ArrayBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * TorchScript's file format, as {@code torch.jit.load} reads it: stored entries of a zip under one
 * folder, with the source of the classes, a pickle of the module, and each tensor's elements.
 *
 * @param name of the folder
 * @param source the classes, in TorchScript's own dialect of Python
 * @param module the instance that loading gives
 * @param extras texts by name, which {@code torch.jit.load} gives those who ask for them
 */
public record ScriptArchive(
    String name, String source, ScriptModule module, Map<String, String> extras) {
  /** The version of the format and of the operators' meanings that the source is written for. */
  private static final String VERSION = "10\n";

  public ScriptArchive {
    extras = Collections.unmodifiableMap(new LinkedHashMap<>(extras));
  }

  /** Without extras. */
  public ScriptArchive(String name, String source, ScriptModule module) {
    this(name, source, module, Map.of());
  }

  /** Writes it, and leaves the stream open. */
  public void write(OutputStream out) throws IOException {
    Pickle.Written pickle = Pickle.of(module);
    ZipOutputStream zip = new ZipOutputStream(out);
    zip.setMethod(ZipOutputStream.STORED);
    store(zip, "data.pkl", ByteBuffer.wrap(pickle.bytes()));
    store(zip, "code/__torch__.py", ByteBuffer.wrap(source.getBytes(StandardCharsets.UTF_8)));
    store(zip, "constants.pkl", ByteBuffer.wrap(Pickle.empty()));
    for (Map.Entry<String, String> extra : extras.entrySet()) {
      byte[] text = extra.getValue().getBytes(StandardCharsets.UTF_8);
      store(zip, "extra/" + extra.getKey(), ByteBuffer.wrap(text));
    }
    store(zip, "version", ByteBuffer.wrap(VERSION.getBytes(StandardCharsets.US_ASCII)));
    List<ScriptTensor> storages = pickle.storages();
    for (int i = 0; i < storages.size(); i++) {
      try (NDArray elements = storages.get(i).elements();
          ArrayBytes content = new ArrayBytes(elements)) {
        store(zip, "data/" + i, content.bytes());
      }
    }
    zip.finish();
  }

  public byte[] toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(bytes);
    return bytes.toByteArray();
  }

  private void store(ZipOutputStream zip, String entryName, ByteBuffer content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content.duplicate());
    ZipEntry entry = new ZipEntry(name + "/" + entryName);
    entry.setSize(content.remaining());
    entry.setCompressedSize(content.remaining());
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    ArrayBytes.write(content, zip);
    zip.closeEntry();
  }
}
