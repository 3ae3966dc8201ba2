from collections import OrderedDict

import torch
from torch import nn
from torch.nn import functional as F


class Conv(nn.Module):
    def __init__(self, in_channels, out_channels, kernel_size, stride=1, padding=0):
        super().__init__()
        self.conv = nn.Conv2d(
            in_channels,
            out_channels,
            kernel_size=kernel_size,
            stride=stride,
            padding=padding,
            bias=False,
        )
        self.bn = nn.BatchNorm2d(out_channels, eps=0.001)

    def forward(self, x):
        x = self.conv(x)
        x = self.bn(x)
        return F.relu(x)


class Inception(nn.Module):
    def __init__(
        self,
        in_channels,
        branch1_channels,
        branch2_0_channels,
        branch2_1_channels,
        branch3_0_channels,
        branch3_1_channels,
        branch4_1_channels,
    ):
        super().__init__()
        self.branch1 = Conv(in_channels, branch1_channels, kernel_size=1)
        self.branch2 = nn.Sequential(
            Conv(in_channels, branch2_0_channels, kernel_size=1),
            Conv(branch2_0_channels, branch2_1_channels, kernel_size=3, padding=1),
        )
        self.branch3 = nn.Sequential(
            Conv(in_channels, branch3_0_channels, kernel_size=1),
            Conv(branch3_0_channels, branch3_1_channels, kernel_size=3, padding=1),
        )
        self.branch4 = nn.Sequential(
            nn.MaxPool2d(kernel_size=3, stride=1, padding=1),
            Conv(in_channels, branch4_1_channels, kernel_size=1),
        )

    def forward(self, x):
        branch1 = self.branch1(x)
        branch2 = self.branch2(x)
        branch3 = self.branch3(x)
        branch4 = self.branch4(x)
        return torch.cat([branch1, branch2, branch3, branch4], dim=1)


class Googlenet(nn.Module):
    """googlenet#torchvision, for inputs of (N, 3, 224, 224)."""

    def __init__(self):
        super().__init__()
        self.conv1 = Conv(3, 64, kernel_size=7, stride=2, padding=3)
        self.maxpool1 = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        self.conv2 = Conv(64, 64, kernel_size=1)
        self.conv3 = Conv(64, 192, kernel_size=3, padding=1)
        self.maxpool2 = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        self.inception3a = Inception(192, 64, 96, 128, 16, 32, 32)
        self.inception3b = Inception(256, 128, 128, 192, 32, 96, 64)
        self.maxpool3 = nn.MaxPool2d(kernel_size=3, stride=2, ceil_mode=True)
        self.inception4a = Inception(480, 192, 96, 208, 16, 48, 64)
        self.inception4b = Inception(512, 160, 112, 224, 24, 64, 64)
        self.inception4c = Inception(512, 128, 128, 256, 24, 64, 64)
        self.inception4d = Inception(512, 112, 144, 288, 32, 64, 64)
        self.inception4e = Inception(528, 256, 160, 320, 32, 128, 128)
        self.maxpool4 = nn.MaxPool2d(kernel_size=2, ceil_mode=True)
        self.inception5a = Inception(832, 256, 160, 320, 32, 128, 128)
        self.inception5b = Inception(832, 384, 192, 384, 48, 128, 128)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.dropout = nn.Dropout(p=0.2)
        self.fc = nn.Linear(1024, 1000)
        self.aux1 = nn.Sequential(OrderedDict([
            ("adaptive_avg_pool", nn.AdaptiveAvgPool2d(4)),
            ("conv", Conv(512, 128, kernel_size=1)),
            ("flatten", nn.Flatten()),
            ("fc1", nn.Linear(2048, 1024)),
            ("relu", nn.ReLU()),
            ("dropout", nn.Dropout(p=0.7)),
            ("fc2", nn.Linear(1024, 1000)),
        ]))
        self.aux2 = nn.Sequential(OrderedDict([
            ("adaptive_avg_pool", nn.AdaptiveAvgPool2d(4)),
            ("conv", Conv(528, 128, kernel_size=1)),
            ("flatten", nn.Flatten()),
            ("fc1", nn.Linear(2048, 1024)),
            ("relu", nn.ReLU()),
            ("dropout", nn.Dropout(p=0.7)),
            ("fc2", nn.Linear(1024, 1000)),
        ]))

    def forward(self, x):
        x = self.conv1(x)
        x = self.maxpool1(x)
        x = self.conv2(x)
        x = self.conv3(x)
        x = self.maxpool2(x)
        x = self.inception3a(x)
        x = self.inception3b(x)
        x = self.maxpool3(x)
        inception4a = self.inception4a(x)
        x = self.inception4b(inception4a)
        x = self.inception4c(x)
        inception4d = self.inception4d(x)
        x = self.inception4e(inception4d)
        x = self.maxpool4(x)
        x = self.inception5a(x)
        x = self.inception5b(x)
        x = self.avgpool(x)
        x = torch.flatten(x, 1)
        x = self.dropout(x)
        x = self.fc(x)
        if self.training:
            aux1 = self.aux1(inception4a)
            aux2 = self.aux2(inception4d)
            return x, aux1, aux2
        return x
