import torch
from torch import nn
from torch.nn import functional as F


class StochasticDepth(nn.Module):
    """Drops whole examples in training (Huang et al. 2016)."""

    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        ones = x.new_ones([x.shape[0]] + [1] * (x.ndim - 1))
        return x * F.dropout(ones, self.p, self.training)


class ConvBnAct(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, groups=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                out_channels,
                kernel_size=kernel_size,
                stride=stride,
                padding=padding,
                groups=groups,
                bias=False,
            ),
            nn.BatchNorm2d(out_channels, eps=0.001, momentum=0.01),
            nn.Hardswish(),
        )


class ConvBnAct2(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0, groups=1):
        super().__init__(
            nn.Conv2d(
                in_channels,
                out_channels,
                kernel_size=kernel_size,
                stride=stride,
                padding=padding,
                groups=groups,
                bias=False,
            ),
            nn.BatchNorm2d(out_channels, eps=0.001, momentum=0.01),
            nn.ReLU(),
        )


class SqueezeExcite(nn.Module):
    def __init__(self, channels, fc1_channels):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, fc1_channels, kernel_size=1)
        self.fc2 = nn.Conv2d(fc1_channels, channels, kernel_size=1)

    def forward(self, x):
        out = self.avgpool(x)
        out = self.fc1(out)
        out = F.relu(out)
        out = self.fc2(out)
        out = F.hardsigmoid(out)
        return x * out


class ConvBnAct3(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        super().__init__(
            nn.Conv2d(in_channels, out_channels, kernel_size=1, bias=False),
            nn.BatchNorm2d(out_channels, eps=0.001, momentum=0.01),
        )


class MBConv(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(
            ConvBnAct2(16, 16, kernel_size=3, stride=2, padding=1, groups=16),
            SqueezeExcite(16, 8),
            ConvBnAct3(16, 16),
        )

    def forward(self, x):
        return self.block(x)


class MBConv2(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(
            ConvBnAct2(16, 72, kernel_size=1),
            ConvBnAct2(72, 72, kernel_size=3, stride=2, padding=1, groups=72),
            ConvBnAct3(72, 24),
        )

    def forward(self, x):
        return self.block(x)


class MBConv3(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.Sequential(
            ConvBnAct2(24, 88, kernel_size=1),
            ConvBnAct2(88, 88, kernel_size=3, padding=1, groups=88),
            ConvBnAct3(88, 24),
        )
        self.stochastic_depth = StochasticDepth(p=0.0)

    def forward(self, x):
        out = self.block(x)
        out = self.stochastic_depth(out)
        return x + out


class MBConv4(nn.Module):
    def __init__(self, in_channels, block_0_channels, block_2_channels, out_channels, stride=1):
        super().__init__()
        self.block = nn.Sequential(
            ConvBnAct(in_channels, block_0_channels, kernel_size=1),
            ConvBnAct(
                block_0_channels,
                block_0_channels,
                kernel_size=5,
                stride=stride,
                padding=2,
                groups=block_0_channels,
            ),
            SqueezeExcite(block_0_channels, block_2_channels),
            ConvBnAct3(block_0_channels, out_channels),
        )

    def forward(self, x):
        return self.block(x)


class MBConv5(nn.Module):
    def __init__(self, channels, block_0_channels, block_2_channels):
        super().__init__()
        self.block = nn.Sequential(
            ConvBnAct(channels, block_0_channels, kernel_size=1),
            ConvBnAct(
                block_0_channels,
                block_0_channels,
                kernel_size=5,
                padding=2,
                groups=block_0_channels,
            ),
            SqueezeExcite(block_0_channels, block_2_channels),
            ConvBnAct3(block_0_channels, channels),
        )
        self.stochastic_depth = StochasticDepth(p=0.0)

    def forward(self, x):
        out = self.block(x)
        out = self.stochastic_depth(out)
        return x + out


class MobilenetV3(nn.Module):
    """mobilenet_v3#mobilenet_v3_small, for inputs of (N, 3, 224, 224)."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            ConvBnAct(3, 16, kernel_size=3, stride=2, padding=1),
            MBConv(),
            MBConv2(),
            MBConv3(),
            MBConv4(24, 96, 24, 40, stride=2),
            MBConv5(40, 240, 64),
            MBConv5(40, 240, 64),
            MBConv4(40, 120, 32, 48),
            MBConv5(48, 144, 40),
            MBConv4(48, 288, 72, 96, stride=2),
            MBConv5(96, 576, 144),
            MBConv5(96, 576, 144),
            ConvBnAct(96, 576, kernel_size=1),
        )
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Sequential(
            nn.Linear(576, 1024),
            nn.Hardswish(),
            nn.Dropout(p=0.2),
            nn.Linear(1024, 1000),
        )

    def forward(self, x):
        x = self.features(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)
