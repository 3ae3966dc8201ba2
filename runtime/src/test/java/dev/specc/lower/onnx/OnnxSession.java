package dev.specc.lower.onnx;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A model in ONNX Runtime, on one thread. */
public final class OnnxSession implements AutoCloseable {
  private final OrtSession session;

  public OnnxSession(Path model) throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      this.session = OrtEnvironment.getEnvironment().createSession(model.toString(), options);
    }
  }

  /**
   * Every output of the model.
   *
   * @param inputs float32, in the model's order, all that it takes
   */
  public NDList run(NDList inputs, NDManager manager) throws OrtException {
    List<String> names = new ArrayList<>(session.getInputNames());
    if (names.size() != inputs.size()) {
      throw new IllegalArgumentException("the model takes " + names);
    }
    Map<String, OnnxTensor> given = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      given.put(names.get(i), tensor(inputs.get(i)));
    }
    try (OrtSession.Result result = session.run(given)) {
      NDList outputs = new NDList();
      for (int i = 0; i < result.size(); i++) {
        OnnxTensor output = (OnnxTensor) result.get(i);
        FloatBuffer elements = output.getFloatBuffer();
        float[] values = new float[elements.remaining()];
        elements.get(values);
        outputs.add(manager.create(values, new Shape(output.getInfo().getShape())));
      }
      return outputs;
    } finally {
      given.values().forEach(OnnxTensor::close);
    }
  }

  private static OnnxTensor tensor(NDArray array) throws OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(),
        FloatBuffer.wrap(array.toFloatArray()),
        array.getShape().getShape());
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
