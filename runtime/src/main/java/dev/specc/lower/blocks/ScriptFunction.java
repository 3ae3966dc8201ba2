package dev.specc.lower.blocks;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCalls;
import dev.specc.lower.script.ScriptArchive;
import dev.specc.lower.script.ScriptModule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

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
    ScriptModule function = ScriptModule.stateless("Function");
    try {
      byte[] archive = new ScriptArchive("function", source, function).toBytes();
      return JniUtils.loadModule(forever, new ByteArrayInputStream(archive), true, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
