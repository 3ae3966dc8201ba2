package dev.specc.lower.script;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An archive in libtorch. */
final class LoadedScript implements AutoCloseable {
  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private LoadedScript(PtNDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /** Loads an archive without tensors, for arguments on any device. */
  static LoadedScript stateless(String source, String type) {
    return load(
        new ScriptArchive(type, source, ScriptModule.stateless(type)), manager(Device.cpu()));
  }

  /**
   * Loads an archive with its tensors.
   *
   * @param copies whether it has tensors of its own, which may change, rather than the archive's
   *     where those are on the device and lie as they should
   */
  static LoadedScript onDevice(ScriptArchive archive, Device device, boolean copies) {
    TensorHandover tensors = new TensorHandover(archive, copies);
    PtNDManager manager = manager(device);
    LoadedScript script = load(tensors.light(manager), manager);
    try {
      tensors.to(script, device);
      return script;
    } catch (RuntimeException e) {
      script.close();
      throw e;
    }
  }

  private static LoadedScript load(ScriptArchive archive, PtNDManager manager) {
    try {
      ByteArrayInputStream stream = new ByteArrayInputStream(archive.toBytes());
      return new LoadedScript(manager, JniUtils.loadModule(manager, stream, true, false));
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static PtNDManager manager(Device device) {
    return (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
  }

  PtNDManager manager() {
    return manager;
  }

  /** Runs a method, which says itself where libtorch records; the caller closes the result. */
  IValue run(String method, IValue... arguments) {
    return ScriptCalls.run(module, method, arguments);
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
