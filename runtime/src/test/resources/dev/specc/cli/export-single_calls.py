import torch
from torch import nn


class ConvBn(nn.Sequential):
    def __init__(self, in_channels, out_channels, kernel_size):
        super().__init__(
            nn.Conv2d(
                in_channels,
                out_channels,
                kernel_size=kernel_size,
                padding="same",
                bias=False,
            ),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(),
        )


class Only(nn.Sequential):
    def __init__(self, in_channels, out_channels):
        super().__init__(
            ConvBn(in_channels, out_channels, kernel_size=3),
        )


class Stage(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Sequential(ConvBn(7, 4, kernel_size=1)))

    def forward(self, x):
        return self.layers(x)


class Stage2(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Sequential(ConvBn(4, 5, kernel_size=1)),
            nn.Sequential(ConvBn(5, 5, kernel_size=1)),
        )

    def forward(self, x):
        return self.layers(x)


class SingleCalls(nn.Module):
    """single-calls, for inputs of (N, 3, 16, 16)."""

    def __init__(self):
        super().__init__()
        self.a = nn.Sequential(ConvBn(3, 5, kernel_size=1))
        self.b = nn.Sequential(
            ConvBn(3, 4, kernel_size=1),
            ConvBn(4, 7, kernel_size=3),
        )
        self.c = nn.Sequential(nn.Conv2d(3, 3, kernel_size=1))
        self.add_module("3", Only(15, 6))
        self.named = Only(6, 7)
        self.add_module("5", Stage())
        self.stage = Stage2()
        self.stem = ConvBn(5, 6, kernel_size=1)
        self.sequence = nn.Sequential(ConvBn(6, 9, kernel_size=1))
        self.unlabelled = nn.Sequential(
            Only(9, 9),
            Only(9, 9),
        )
        self.once = nn.Sequential(nn.Sequential(ConvBn(9, 8, kernel_size=1)))
        self.twice = nn.Sequential(
            nn.Sequential(Only(8, 8)),
            nn.Sequential(Only(8, 8)),
        )
        self.local_response_norm = nn.LocalResponseNorm(5, alpha=0.0002)

    def forward(self, x):
        a = self.a(x)
        b = self.b(x)
        c = self.c(x)
        x = torch.cat([a, b, c], dim=1)
        x = getattr(self, "3")(x)
        x = self.named(x)
        x = getattr(self, "5")(x)
        x = self.stage(x)
        x = self.stem(x)
        x = self.sequence(x)
        x = self.unlabelled(x)
        x = self.once(x)
        x = self.twice(x)
        return self.local_response_norm(x)
