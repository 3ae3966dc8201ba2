package dev.specc.lower.pytorch;

/** What torch.nn lacks; a net's source holds those that it needs. */
enum HelperClass {
  CONV_SAME(
      "Conv2dSame",
      """
      class Conv2dSame(nn.Conv2d):
          \"""Keeps ceil(size / stride); of an odd padding the more is below and to the right.\"""

          def forward(self, x):
              return super().forward(pad_same(x, self.kernel_size, self.stride, self.dilation))
      """),
  MAX_POOL_SAME(
      "MaxPool2dSame",
      """
      class MaxPool2dSame(nn.Module):
          \"""Keeps ceil(size / stride); of an odd padding the more is below and to the right.\"""

          def __init__(self, kernel_size, stride, dilation=1):
              super().__init__()
              self.kernel_size = _pair(kernel_size)
              self.stride = _pair(stride)
              self.dilation = _pair(dilation)

          def forward(self, x):
              x = pad_same(x, self.kernel_size, self.stride, self.dilation, -math.inf)
              return F.max_pool2d(x, self.kernel_size, self.stride, 0, self.dilation)
      """),
  MAX_POOL_PADDED(
      "MaxPool2dPadded",
      """
      class MaxPool2dPadded(nn.MaxPool2d):
          \"""Pads by more than half the kernel, which nn.MaxPool2d refuses of a dilated one.\"""

          def forward(self, x):
              pad, stride = _pair(self.padding), _pair(self.stride)
              sizes = zip(x.shape[2:], pad, stride)
              height, width = [(size + p - 1) // s + 1 for size, p, s in sizes]
              x = F.pad(x, (pad[1], pad[1], pad[0], pad[0]), value=-math.inf)
              x = F.max_pool2d(x, self.kernel_size, stride, 0, self.dilation, self.ceil_mode)
              return x[:, :, :height, :width]  # no window starts in the padding behind
      """),
  AVG_POOL_SAME(
      "AvgPool2dSame",
      """
      class AvgPool2dSame(nn.Module):
          \"""Keeps ceil(size / stride); of an odd padding the more is below and to the right.\"""

          def __init__(self, kernel_size, stride, count_include_pad=True):
              super().__init__()
              self.kernel_size = _pair(kernel_size)
              self.stride = _pair(stride)
              self.count_include_pad = count_include_pad

          def forward(self, x):
              mean = self.mean(x)
              return mean if self.count_include_pad else mean / self.mean(torch.ones_like(x[:1, :1]))

          def mean(self, x):
              x = pad_same(x, self.kernel_size, self.stride, (1, 1))
              return F.avg_pool2d(x, self.kernel_size, self.stride)
      """),
  LAYER_NORM_2D(
      "LayerNorm2d",
      """
      class LayerNorm2d(nn.LayerNorm):
          \"""Normalises over the channels at each position.\"""

          def forward(self, x):
              return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
      """),
  LINEAR_OVER_CHANNELS(
      "LinearOverChannels",
      """
      class LinearOverChannels(nn.Linear):
          \"""A linear layer over the channels at each position.\"""

          def forward(self, x):
              return super().forward(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
      """),
  BATCH_NORM(
      "BatchNorm",
      """
      class BatchNorm(nn.BatchNorm2d):
          \"""A batch norm of values of any rank.\"""

          def _check_input_dim(self, input):
              pass
      """),
  LAYER_SCALE(
      "layer_scale",
      """
      def layer_scale(channels, dims, init):
          return nn.Parameter(torch.full((channels,) + (1,) * dims, init))
      """),
  STOCHASTIC_DEPTH(
      "StochasticDepth",
      """
      class StochasticDepth(nn.Module):
          \"""Drops whole examples in training (Huang et al. 2016).\"""

          def __init__(self, p):
              super().__init__()
              self.p = p

          def forward(self, x):
              ones = x.new_ones([x.shape[0]] + [1] * (x.ndim - 1))
              return x * F.dropout(ones, self.p, self.training)
      """);

  /** What the modules with {@code same} padding call. */
  static final String PAD_SAME =
      """
      def pad_same(x, kernel_size, stride, dilation, value=0.0):
          sides = []
          for size, k, s, d in zip(x.shape[:1:-1], kernel_size[::-1], stride[::-1], dilation[::-1]):
              total = max((size - 1) // s * s + d * (k - 1) + 1 - size, 0)
              sides += [total // 2, total - total // 2]
          return F.pad(x, sides, value=value)
      """;

  private final String type;
  private final String source;

  HelperClass(String type, String source) {
    this.type = type;
    this.source = source;
  }

  String type() {
    return type;
  }

  String source() {
    return source;
  }

  boolean padsSame() {
    return switch (this) {
      case CONV_SAME, MAX_POOL_SAME, AVG_POOL_SAME -> true;
      case MAX_POOL_PADDED,
          LAYER_NORM_2D,
          LINEAR_OVER_CHANNELS,
          BATCH_NORM,
          LAYER_SCALE,
          STOCHASTIC_DEPTH ->
          false;
    };
  }
}
