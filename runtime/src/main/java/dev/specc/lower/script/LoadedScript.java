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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

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
    PtNDManager manager = manager(Device.cpu());
    ScriptArchive archive = new ScriptArchive(type, source, ScriptModule.stateless(type));
    try {
      ByteArrayInputStream stream = new ByteArrayInputStream(archive.toBytes());
      return new LoadedScript(manager, JniUtils.loadModule(manager, stream, true, false));
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    }
  }

  /** Loads an archive with its tensors; by way of a file, which libtorch reads ten times faster. */
  static LoadedScript onDevice(ScriptArchive archive, Device device) {
    PtNDManager manager = manager(device);
    try {
      Path file = Files.createTempFile("specc", ".pt");
      try {
        try (OutputStream out = Files.newOutputStream(file)) {
          archive.write(out);
        }
        return new LoadedScript(manager, load(manager, file));
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      manager.close();
      throw new UncheckedIOException(e);
    }
  }

  private static PtSymbolBlock load(PtNDManager manager, Path file) {
    String[] none = {};
    return JniUtils.loadModule(manager, file, true, none, none, true);
  }

  private static PtNDManager manager(Device device) {
    return (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(device);
  }

  PtNDManager manager() {
    return manager;
  }

  /**
   * Runs a method; the caller closes the result.
   *
   * @param recording whether libtorch records what gradients need, unless the method says so itself
   */
  IValue run(String method, boolean recording, IValue... arguments) {
    return ScriptCalls.run(module, method, recording, arguments);
  }

  @Override
  public void close() {
    module.close();
    manager.close();
  }
}
