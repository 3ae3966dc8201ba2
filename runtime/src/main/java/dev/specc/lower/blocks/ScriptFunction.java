package dev.specc.lower.blocks;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A libtorch function that DJL's arrays lack, or get wrong, called through a TorchScript module
 * without state that is written here.
 *
 * <p>Functions of the same text are one: there are as many as ways to write an op with its options,
 * and they live as long as the process.
 */
public final class ScriptFunction {
  private static final Map<String, ScriptFunction> INTERNED = new ConcurrentHashMap<>();

  private final PtSymbolBlock module;

  private ScriptFunction(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * The function with this result.
   *
   * @param result an expression of TorchScript over the parameters
   * @param parameters names of tensors, in the order of the call
   */
  public static ScriptFunction of(String result, String... parameters) {
    String source = source(result, List.of(parameters));
    return INTERNED.computeIfAbsent(source, s -> new ScriptFunction(load(s)));
  }

  /** Its result for these arguments, which the first argument's manager then owns. */
  public PtNDArray call(PtNDArray... arguments) {
    return ScriptCalls.call(module, "forward", arguments);
  }

  private static String source(String result, List<String> parameters) {
    String declared =
        parameters.stream().map(p -> ", " + p + ": Tensor").collect(Collectors.joining());
    return """
        class Function(Module):
          __parameters__ = []
          __buffers__ = []
          training : bool
          def forward(self: __torch__.Function%s) -> Tensor:
            return %s
        """
        .formatted(declared, result);
  }

  private static PtSymbolBlock load(String source) {
    PtNDManager forever = (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try {
      return JniUtils.loadModule(forever, new ByteArrayInputStream(archive(source)), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** TorchScript's file format: stored entries of a zip under one folder. */
  private static byte[] archive(String source) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", pickledModule());
      store(zip, "code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", pickle(")."));
      store(zip, "version", "3\n".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** {@code Function.__new__()} with the attributes {@code {"training": True}}. */
  private static byte[] pickledModule() {
    String training = "X\u0008\0\0\0training\u0088";
    return pickle("c__torch__\nFunction\n)\u0081}(" + training + "ub.");
  }

  /** Opcodes, one to a character, after the mark of protocol 2. */
  private static byte[] pickle(String opcodes) {
    return ("\u0080\u0002" + opcodes).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 checksum = new CRC32();
    checksum.update(content);
    ZipEntry entry = new ZipEntry("function/" + name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(checksum.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
