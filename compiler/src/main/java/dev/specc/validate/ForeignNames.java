package dev.specc.validate;

import dev.specc.diagnostic.Suggestion;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What other frameworks call our ops and options. */
public final class ForeignNames {
  private static final Map<String, String> OPS =
      table(
          "conv: conv2d convolution convolution2d convolutional conv2dlayer",
          "separable_conv: separableconv2d sepconv depthwiseseparableconv dwsepconv",
          "conv_transpose: convtranspose2d conv2dtranspose deconv deconvolution deconv2d upconv"
              + " transposedconv",
          "linear: fc dense denselayer fullyconnected innerproduct gemm",
          "batch_norm: bn batchnorm2d batchnorm1d batchnormalization",
          "layer_norm: ln layernorm2d layernormalization",
          "group_norm: gn groupnormalization",
          "local_response_norm: lrn localresponsenormalization",
          "relu: rectifier",
          "relu6: clippedrelu",
          "leaky_relu: lrelu",
          "silu: swish",
          "hard_swish: hswish hardsilu",
          "hard_sigmoid: hsigmoid",
          "sigmoid: logistic",
          "tanh: hyperbolictangent",
          "elu: exponentiallinear",
          "softmax: softargmax",
          "flatten: ravel",
          "slice: narrow",
          "max_pool: maxpool2d maxpooling maxpooling2d pool",
          "avg_pool: avgpool2d averagepooling averagepool averagepooling2d meanpool",
          "adaptive_avg_pool: adaptiveavgpool2d adaptiveaveragepool",
          "adaptive_max_pool: adaptivemaxpool2d",
          "global_avg_pool: gap globalaveragepooling globalaveragepooling2d globalpool"
              + " globalavgpool2d globalaveragepool",
          "global_max_pool: gmp globalmaxpooling globalmaxpooling2d globalmaxpool2d",
          "dropout: drop",
          "drop_path: stochasticdepth droppath",
          "reshape: view",
          "pad: zeropad2d zeropadding2d constantpad2d zeropad padding",
          "upsample: interpolate upsampling2d upsampling resize",
          "channel_shuffle: shuffle",
          "concat: concatenate cat",
          "add: sum eltwise elementwiseadd",
          "multiply: mul prod",
          "branches: parallel inception",
          "residual: skip shortcut res",
          "dense: denseblock",
          "repeat: loop foreach",
          "sequence: sequential seq",
          "affine: scaleshift",
          "layer_scale: layerscale2d");

  private static final Map<String, String> OPTIONS =
      table(
          "out: outchannels filters units numoutput outfeatures outputsize outchans numfilters"
              + " channels features outsize outputchannels outdim width size",
          "kernel: kernelsize ksize filtersize windowsize poolsize window k f",
          "stride: strides s",
          "padding: pad pads p",
          "dilation: dilations dilationrate rate",
          "groups: numgroups group",
          "bias: usebias biasterm hasbias",
          "depthwise: dw",
          "eps: epsilon",
          "affine: elementwiseaffine scale center",
          "p: rate prob probability dropprob dropoutrate ratio dropprobability",
          "negative_slope: slope alpha leak",
          "size: localsize depthradius n",
          "k: bias",
          "factor: scalefactor scale",
          "mode: interpolation",
          "start: startdim begin from",
          "end: enddim stop to",
          "shape: targetshape dims",
          "value: constant fill",
          "init: initvalue initvalues gamma layerscaleinitvalue",
          "compression: theta reduction factor",
          "ceil_mode: ceil roundup");

  private static final Map<String, String> KEYS =
      table(
          "specc: version",
          "net: network layers model architecture steps body graph backbone",
          "params: parameters hyperparameters args arguments param vars",
          "blocks: modules templates functions block",
          "import: imports include includes uses",
          "input: inputshape inputsize shape",
          "body: steps layers net forward",
          "variants: configs versions presets",
          "description: doc comment notes summary",
          "source: paper reference url citation",
          "as: name id label",
          "from: input source after",
          "weight: lossweight coefficient",
          "when: if condition only",
          "share: tie sharewith reuse",
          "expect: assert outputshape shape",
          "times: count n number",
          "over: foreach in items",
          "layers: times count depth",
          "join: merge combine how",
          "shortcut: skip downsample",
          "with: args arguments params");

  private static final List<String> INFERRED =
      List.of(
          "in",
          "inchannels",
          "infeatures",
          "inputsize",
          "inputchannels",
          "inputdim",
          "inputshape",
          "numfeatures",
          "inplanes");

  private ForeignNames() {}

  /**
   * Our name of an op, such as {@code conv} for {@code Conv2d}, {@code nn.Conv2d}; if there is one.
   */
  public static Optional<String> op(String foreign) {
    String name = foreign.replaceFirst("^.*\\.", "");
    return lookUp(OPS, name)
        .findFirst()
        .or(() -> OPS.keySet().stream().filter(op -> plain(op).equals(plain(name))).findFirst())
        .or(() -> name.equals(foreign) ? Optional.empty() : Suggestion.closest(name, OPS.keySet()));
  }

  /** Which of these options of an op a foreign name means. */
  public static Optional<String> option(String foreign, Collection<String> options) {
    return lookUp(OPTIONS, foreign).filter(options::contains).findFirst();
  }

  /** Which of these keys of a map another name means. */
  static Optional<String> key(String foreign, Collection<String> keys) {
    return lookUp(KEYS, foreign).filter(keys::contains).findFirst();
  }

  /** Whether it names the size of the input, which is inferred here. */
  static boolean isInferred(String foreign) {
    return INFERRED.contains(plain(foreign));
  }

  private static Stream<String> lookUp(Map<String, String> table, String foreign) {
    String word = " " + plain(foreign) + " ";
    return table.entrySet().stream()
        .filter(e -> e.getValue().contains(word))
        .map(Map.Entry::getKey);
  }

  /** A name without what spellings differ in: case and separators. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "").replace(" ", "");
  }

  private static Map<String, String> table(String... lines) {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      table.put(line.substring(0, colon), line.substring(colon + 1) + " ");
    }
    return table;
  }
}
