from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class DenseLayer(nn.Module):
    def __init__(self, in_channels):
        super().__init__()
        self.norm1 = nn.BatchNorm2d(in_channels)
        self.conv1 = nn.Conv2d(in_channels, 12, kernel_size=3, padding=1, bias=False)

    def forward(self, x):
        x = self.norm1(x)
        x = F.relu(x)
        return self.conv1(x)


class Denseblock1(nn.Module):
    def __init__(
        self,
        in_channels,
        denselayer2_channels,
        denselayer3_channels,
        denselayer4_channels,
        denselayer5_channels,
        denselayer6_channels,
        denselayer7_channels,
        denselayer8_channels,
        denselayer9_channels,
        denselayer10_channels,
        denselayer11_channels,
        denselayer12_channels,
    ):
        super().__init__()
        self.denselayer1 = DenseLayer(in_channels)
        self.denselayer2 = DenseLayer(denselayer2_channels)
        self.denselayer3 = DenseLayer(denselayer3_channels)
        self.denselayer4 = DenseLayer(denselayer4_channels)
        self.denselayer5 = DenseLayer(denselayer5_channels)
        self.denselayer6 = DenseLayer(denselayer6_channels)
        self.denselayer7 = DenseLayer(denselayer7_channels)
        self.denselayer8 = DenseLayer(denselayer8_channels)
        self.denselayer9 = DenseLayer(denselayer9_channels)
        self.denselayer10 = DenseLayer(denselayer10_channels)
        self.denselayer11 = DenseLayer(denselayer11_channels)
        self.denselayer12 = DenseLayer(denselayer12_channels)

    def forward(self, x):
        denselayer1 = self.denselayer1(x)
        x = torch.cat([x, denselayer1], dim=1)
        denselayer2 = self.denselayer2(x)
        x = torch.cat([x, denselayer2], dim=1)
        denselayer3 = self.denselayer3(x)
        x = torch.cat([x, denselayer3], dim=1)
        denselayer4 = self.denselayer4(x)
        x = torch.cat([x, denselayer4], dim=1)
        denselayer5 = self.denselayer5(x)
        x = torch.cat([x, denselayer5], dim=1)
        denselayer6 = self.denselayer6(x)
        x = torch.cat([x, denselayer6], dim=1)
        denselayer7 = self.denselayer7(x)
        x = torch.cat([x, denselayer7], dim=1)
        denselayer8 = self.denselayer8(x)
        x = torch.cat([x, denselayer8], dim=1)
        denselayer9 = self.denselayer9(x)
        x = torch.cat([x, denselayer9], dim=1)
        denselayer10 = self.denselayer10(x)
        x = torch.cat([x, denselayer10], dim=1)
        denselayer11 = self.denselayer11(x)
        x = torch.cat([x, denselayer11], dim=1)
        out = self.denselayer12(x)
        return x, out


class Features(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv0 = nn.Conv2d(3, 16, kernel_size=3, padding=1, bias=False)
        self.denseblock1 = Denseblock1(16, 28, 40, 52, 64, 76, 88, 100, 112, 124, 136, 148)
        self.transition1 = nn.Sequential(OrderedDict([
            ("norm", nn.BatchNorm2d(160)),
            ("relu", nn.ReLU()),
            ("conv", nn.Conv2d(160, 160, kernel_size=1, bias=False)),
            ("pool", nn.AvgPool2d(kernel_size=2)),
        ]))
        self.denseblock2 = Denseblock1(160, 172, 184, 196, 208, 220, 232, 244, 256, 268, 280, 292)
        self.transition2 = nn.Sequential(OrderedDict([
            ("norm", nn.BatchNorm2d(304)),
            ("relu", nn.ReLU()),
            ("conv", nn.Conv2d(304, 304, kernel_size=1, bias=False)),
            ("pool", nn.AvgPool2d(kernel_size=2)),
        ]))
        self.denseblock3 = Denseblock1(304, 316, 328, 340, 352, 364, 376, 388, 400, 412, 424, 436)
        self.norm = nn.BatchNorm2d(448)

    def forward(self, x):
        x = self.conv0(x)
        denseblock1, x = self.denseblock1(x)
        x = torch.cat([denseblock1, x], dim=1)
        x = self.transition1(x)
        denseblock2, x = self.denseblock2(x)
        x = torch.cat([denseblock2, x], dim=1)
        x = self.transition2(x)
        denseblock3, x = self.denseblock3(x)
        x = torch.cat([denseblock3, x], dim=1)
        return self.norm(x)


class DensenetCifar(nn.Module):
    """densenet_cifar#L40-k12, for inputs of (N, 3, 32, 32)."""

    def __init__(self):
        super().__init__()
        self.features = Features()
        self.global_avg_pool = nn.AdaptiveAvgPool2d(1)
        self.classifier = nn.Linear(448, 10)

    def forward(self, x):
        x = self.features(x)
        x = F.relu(x)
        x = self.global_avg_pool(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)
