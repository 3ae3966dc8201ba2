package dev.specc.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.specc.weights.ElementType;
import dev.specc.weights.StoredTensor;
import dev.specc.weights.WeightsException;
import dev.specc.weights.WeightsFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A file of weights with any content: safetensors, a zip or a pickle gives tensors, or one error.
 */
class WeightsFuzzTest {
  private static final long SMALL = 10_000;

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "60s")
  void read(byte[] content) {
    Path file = ScratchFile.of(content);
    CpuTime.limited(() -> read(file));
  }

  static Stream<byte[]> seeds() {
    String tensor = "\"a\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}";
    String json = "{\"__metadata__\":{\"format\":\"pt\"}," + tensor + "}";
    byte[] safetensors =
        ((char) json.length() + "\0".repeat(7) + json + "\0".repeat(8))
            .getBytes(StandardCharsets.ISO_8859_1);
    return Stream.concat(
        Stream.of(safetensors), Seeds.files("runtime/src/test/resources/weights", ".pth"));
  }

  private static void read(Path path) {
    try (WeightsFile file = WeightsFile.open(path)) {
      for (StoredTensor tensor : file.tensors().values()) {
        long elements = tensor.dims().stream().reduce(1L, Math::multiplyExact);
        if (elements < SMALL) {
          tensor.read(ElementType.F32);
        }
      }
    } catch (WeightsException refused) {
      assertTrue(String.valueOf(refused.getMessage()).startsWith(path + ": "), refused::getMessage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
