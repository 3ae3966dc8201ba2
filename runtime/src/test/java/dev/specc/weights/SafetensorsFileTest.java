package dev.specc.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.specc.train.TorchEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private final NDManager manager = TorchEngine.get().newBaseManager();

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    Map<String, NDArray> tensors = tensors();
    SafetensorsFile.write(file(), Map.of(), tensors);
    Map<String, NDArray> read = SafetensorsFile.read(file(), manager);
    assertEquals(tensors.keySet().toString(), read.keySet().toString());
    tensors.forEach((name, array) -> assertEquals(array, read.get(name), name));
    assertFalse(Files.exists(folder.resolve("w.safetensors.tmp")));
  }

  @Test
  void writesWhatAnotherReaderReads() throws IOException {
    SafetensorsFile.write(file(), Map.of(), tensors());
    NDList read;
    try (var stream = Files.newInputStream(file())) {
      read = NDList.decode(manager, stream);
    }
    Map<String, NDArray> byName = new LinkedHashMap<>();
    read.forEach(array -> byName.put(array.getName(), array));
    tensors().forEach((name, array) -> assertEquals(array, byName.get(name), name));
  }

  /** A number that 4 GiB of elements share in memory. */
  @Test
  void aTensorThatNoBufferHoldsIsRefused() {
    NDArray large = manager.zeros(new Shape(1, 1)).broadcast(1 << 15, 1 << 15);
    WeightsException refusal =
        assertThrows(
            WeightsException.class,
            () -> SafetensorsFile.write(file(), Map.of(), Map.of("fc.weight", large)));
    assertEquals(
        "a tensor of shape [32768, 32768] has 4.0 GiB, and specc writes none of 2 GiB or more",
        refusal.getMessage());
    assertFalse(Files.exists(file()));
  }

  @Test
  void startsTheTensorsAtAMultipleOfEight() throws IOException {
    SafetensorsFile.write(file(), Map.of(), tensors());
    long header =
        ByteBuffer.wrap(Files.readAllBytes(file())).order(ByteOrder.LITTLE_ENDIAN).getLong();
    assertEquals(0, header % 8);
  }

  @Test
  void refusesAFileThatIsCutOff() throws IOException {
    SafetensorsFile.write(file(), Map.of(), tensors());
    byte[] whole = Files.readAllBytes(file());
    for (int length : new int[] {0, 7, 8, 20, whole.length - 1}) {
      Files.write(file(), Arrays.copyOf(whole, length));
      assertTrue(message().startsWith(file() + ": "), "cut at " + length);
    }
  }

  @Test
  void refusesAnotherFormat() throws IOException {
    Files.writeString(file(), "{\"this\": \"is JSON and no weights\"}");
    assertEquals(file() + ": neither a safetensors file nor a state_dict of torch.save", message());
  }

  @Test
  void refusesATypeThatItCannotHold() throws IOException {
    write("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1);
    assertEquals(
        file()
            + ": tensor a has the type F8_E4M3, and specc reads"
            + " [F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL]",
        message());
  }

  @Test
  void saysThatThereIsNoFile() {
    assertEquals(file() + ": no such file", message());
  }

  private Map<String, NDArray> tensors() {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    tensors.put("0.weight", manager.arange(24f).reshape(2, 3, 4));
    tensors.put("0.bias", manager.create(new float[] {1.5f, -2}));
    tensors.put("1.num_batches_tracked", manager.create(new long[] {7}, new Shape()));
    return tensors;
  }

  private Path file() {
    return folder.resolve("w.safetensors");
  }

  private void write(String header, int body) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + body).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file(), bytes.putLong(json.length).put(json).array());
  }

  private String message() {
    return String.valueOf(
        assertThrows(WeightsException.class, () -> SafetensorsFile.read(file(), manager))
            .getMessage());
  }
}
