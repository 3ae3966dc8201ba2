package dev.specc.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.specc.weights.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitialisationTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void xavierFillsItsRange() throws IOException {
    // conv2: 16 x 6 x 5 x 5, so the fans are 150 and 400.
    assertRange(Initialisation.XAVIER, "3.weight", Math.sqrt(6.0 / 550));
    assertRange(Initialisation.XAVIER, "7.weight", Math.sqrt(6.0 / 520));
  }

  @Test
  void xavierLeavesBiasesToPyTorchsDefault() throws IOException {
    assertRange(Initialisation.XAVIER, "7.bias", 1 / Math.sqrt(400));
  }

  @Test
  void pyTorchsDefaultFillsItsRange() throws IOException {
    assertRange(Initialisation.PYTORCH, "3.weight", 1 / Math.sqrt(150));
    assertRange(Initialisation.PYTORCH, "7.bias", 1 / Math.sqrt(400));
  }

  private void assertRange(Initialisation how, String parameter, double range) throws IOException {
    Path file = folder.resolve("weights");
    try (GraphNet net = new GraphNet(SigmoidLeNet.graph(), new Optimizer.Sgd(0, 0), Device.cpu());
        NDManager manager = TorchEngine.get().newBaseManager()) {
      net.initialise(how, 1);
      net.save(file);
      Map<String, NDArray> weights = SafetensorsFile.read(file, manager);
      NDArray values =
          weights.getOrDefault(parameter, manager.zeros(new ai.djl.ndarray.types.Shape(1)));
      double largest = values.abs().max().getFloat();
      assertTrue(largest <= range * 1.0001, "within " + range + ": " + largest);
      assertEquals(range, largest, range * 0.1, "reaches nearly " + range);
    }
  }
}
