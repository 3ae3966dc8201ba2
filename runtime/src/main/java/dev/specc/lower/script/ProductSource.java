package dev.specc.lower.script;

import dev.specc.memory.MatrixProducts;
import dev.specc.op.Conv;
import dev.specc.op.Shape;
import java.util.List;

/**
 * A convolution of one pixel, and its derivative, as products of matrices: [N, C, H, W] with
 * channels last is the matrix [N H W, C], in the same memory.
 */
final class ProductSource {
  private ProductSource() {}

  static boolean computes(Conv conv, Shape input, ScriptOptions options) {
    return MatrixProducts.are(
        conv, input, options.batch(), options.format(), options.processor(), options.precision());
  }

  /** Names what both passes read: the input's pixels [N H W, C] and the weights [out, C]. */
  static List<String> reads(Conv conv, Call call) {
    long channels = call.shape().channels();
    return List.of(
        call.let("pixels", pixels(call.x(), channels)),
        call.let(
            "matrix",
            "torch.reshape(%s, [%d, %d])".formatted(call.parameter(0), conv.out(), channels)));
  }

  static String result(Conv conv, Call call, List<String> reads) {
    String product =
        conv.bias()
            ? "torch.addmm(%s, %s, torch.t(%s))"
                .formatted(call.parameter(1), reads.get(0), reads.get(1))
            : "torch.mm(%s, torch.t(%s))".formatted(reads.get(0), reads.get(1));
    return map(product, call.shape(), conv.out());
  }

  static void backward(Conv conv, BackwardCall back) {
    Shape input = back.call().shape();
    String g = back.let("pixels", pixels(back.g(), conv.out()));
    String weights =
        "torch.reshape(torch.mm(torch.t(%s), %s), [%d, %d, 1, 1])"
            .formatted(g, back.kept(0), conv.out(), input.channels());
    back.giveParameter(0, back.let("weights", weights));
    if (conv.bias()) {
      back.giveParameter(1, back.let("biases", "torch.sum(%s, [0])".formatted(g)));
    }
    String product = "torch.mm(%s, %s)".formatted(g, back.kept(1));
    back.give(map(product, input, input.channels()));
  }

  private static String pixels(String map, long channels) {
    return "torch.reshape(torch.permute(%s, [0, 2, 3, 1]), [-1, %d])".formatted(map, channels);
  }

  private static String map(String pixels, Shape size, long channels) {
    return "torch.permute(torch.reshape(%s, [-1, %d, %d, %d]), [0, 3, 1, 2])"
        .formatted(pixels, size.height(), size.width(), channels);
  }
}
