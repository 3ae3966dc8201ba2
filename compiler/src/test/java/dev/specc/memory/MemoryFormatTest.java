package dev.specc.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.specc.Compiler;
import dev.specc.graph.Graph;
import dev.specc.op.Shape;
import dev.specc.precision.Precision;
import dev.specc.read.FileSources;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryFormatTest {
  /** Which was faster on two cores; where neither was, channels last. */
  @ParameterizedTest
  @CsvSource({
    "resnet,resnet50,64,8,CONTIGUOUS",
    "resnet,resnet50,64,32,CHANNELS_LAST",
    "resnet,resnet50,128,8,CHANNELS_LAST",
    "resnet,resnet18,64,16,CONTIGUOUS",
    "resnet,resnet18,64,4,CONTIGUOUS",
    "vgg,vgg11,32,32,CONTIGUOUS",
    "googlenet,torchvision,64,8,CHANNELS_LAST",
    "densenet,densenet121,64,8,CHANNELS_LAST",
    "mobilenet_v2,mobilenet_v2,32,16,CHANNELS_LAST",
    "resnet_cifar,resnet20,32,16,CHANNELS_LAST",
    "resnet,resnet50,224,8,CHANNELS_LAST"
  })
  void onACpuTheWorkDecides(
      String spec, String variant, long side, int batch, MemoryFormat faster) {
    Graph graph = graph(spec, variant, side);
    assertEquals(faster, MemoryFormat.preferred(graph, batch, Processor.CPU, Precision.FLOAT32));
  }

  @Test
  void onAGpuThePrecisionDecides() {
    Graph graph = graph("resnet", "resnet18", 64);
    assertEquals(
        MemoryFormat.CONTIGUOUS,
        MemoryFormat.preferred(graph, 8, Processor.GPU, Precision.FLOAT32));
    assertEquals(
        MemoryFormat.CHANNELS_LAST,
        MemoryFormat.preferred(graph, 8, Processor.GPU, Precision.BF16));
  }

  private static Graph graph(String spec, String variant, long side) {
    String file = Path.of(System.getProperty("specc.root"), "specs", spec + ".yaml").toString();
    Compiler.Request request =
        new Compiler.Request(file, variant, Map.of(), Shape.of(3, side, side)).forEvaluation();
    return new Compiler(new FileSources()).compile(request).graphs().getFirst();
  }
}
