package ai.djl.pytorch.jni;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import org.jspecify.annotations.NullMarked;

/**
 * Calls a TorchScript method so that gradients flow through it.
 *
 * <p>It stands in DJL's package because DJL's public {@code IValueUtils.runMethod} always switches
 * gradients off, and {@code IValueUtils.forward} takes an array named {@code conv.weight} for an
 * entry of a dictionary {@code conv}.
 */
@NullMarked
public final class ScriptCalls {
  private ScriptCalls() {}

  /**
   * Runs a method with the recording of gradients off, unless it switches it on itself; the thread
   * records as before afterwards. The caller closes the result.
   *
   * <p>libtorch runs the method as it is written: its own optimisation of graphs watches the first
   * runs, compiles for their shapes, and made the training step of a small net a fifth slower.
   */
  public static IValue run(PtSymbolBlock module, String method, IValue... arguments) {
    PyTorchLibrary library = PyTorchLibrary.LIB;
    long[] handles = new long[arguments.length];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = arguments[i].getHandle();
    }
    boolean before = library.torchIsGradMode();
    library.torchSetGradMode(false);
    library.setGraphExecutorOptimize(false);
    try {
      return new IValue(library.moduleRunMethod(module.getHandle(), method, handles, true, false));
    } finally {
      library.setGraphExecutorOptimize(true);
      library.torchSetGradMode(before);
    }
  }

  /** Runs a method from tensors to one tensor, which the first argument's manager then owns. */
  public static PtNDArray call(PtSymbolBlock module, String method, PtNDArray... arguments) {
    PyTorchLibrary library = PyTorchLibrary.LIB;
    long[] values = new long[arguments.length];
    int made = 0;
    try {
      for (PtNDArray argument : arguments) {
        values[made] = library.iValueFromTensor(argument.getHandle());
        made++;
      }
      long result = library.moduleRunMethod(module.getHandle(), method, values, true, false);
      try {
        PtNDManager manager = arguments[0].getManager();
        return new PtNDArray(manager, library.iValueToTensor(result));
      } finally {
        library.torchDeleteIValue(result);
      }
    } finally {
      for (int i = 0; i < made; i++) {
        library.torchDeleteIValue(values[i]);
      }
    }
  }
}
