package dev.specc.validate;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ops of PyTorch and Keras that specc does not have. A name like one of ours is no slip here:
 * {@code prelu} is not {@code relu}, and to take it for that would change the net.
 */
public final class AbsentOps {
  /** Names without case and separators; before the colon the op that is nearest, if one is. */
  private static final Map<String, String> NEAREST =
      table(
          "leaky_relu: prelu rrelu parametricrelu",
          "elu: celu selu",
          "silu: mish",
          "gelu: gelutanh quickgelu",
          "relu: softplus threshold hardshrink softshrink",
          "relu6: hardtanh",
          "tanh: softsign tanhshrink",
          "log_softmax: logsigmoid softmin",
          "group_norm: instancenorm instancenorm2d groupinstancenorm",
          "layer_norm: rmsnorm",
          "batch_norm: syncbatchnorm",
          "dropout: dropout2d spatialdropout spatialdropout2d alphadropout featurealphadropout"
              + " gaussiandropout dropblock",
          "upsample: pixelshuffle depthtospace maxunpool maxunpool2d",
          "avg_pool: lppool lppool2d",
          "max_pool: fractionalmaxpool fractionalmaxpool2d",
          "pad: reflectionpad2d replicationpad2d circularpad2d",
          ": glu geglu swiglu weightnorm spectralnorm gaussiannoise lambda matmul einsum bmm"
              + " bilinear conv1d conv3d convtranspose1d convtranspose3d convlstm convlstm2d"
              + " maxpool1d maxpool3d avgpool1d avgpool3d batchnorm3d lstm lstmcell gru grucell"
              + " rnn rnncell simplernn bidirectional embedding embeddingbag positionalencoding"
              + " positionalembedding attention selfattention multiheadattention mha transformer"
              + " transformerencoder transformerencoderlayer transformerdecoder permute transpose"
              + " squeeze unsqueeze expand repeatvector fold unfold pixelunshuffle spacetodepth"
              + " split chunk mean max min average maximum minimum subtract sub divide div");

  private static final Set<String> DEPTHWISE =
      Set.of("depthwiseconv", "depthwiseconv2d", "dwconv", "depthwise", "dconv");

  private AbsentOps() {}

  /** What to say of an op that other frameworks have; nothing of any other name. */
  public static Optional<String> help(String foreign) {
    String name = ForeignNames.plain(foreign.replaceFirst("^.*\\.", ""));
    if (DEPTHWISE.contains(name)) {
      return Optional.of("that is `conv` with the option `depthwise: true`");
    }
    return Optional.ofNullable(NEAREST.get(name))
        .map(op -> "specc has no such op" + (op.isEmpty() ? "" : "; the nearest is `" + op + "`"));
  }

  private static Map<String, String> table(String... lines) {
    Map<String, String> table = new HashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      for (String name : line.substring(colon + 1).strip().split(" ")) {
        table.put(name, line.substring(0, colon));
      }
    }
    return table;
  }
}
