"""Trains a net of `specc export --to pytorch` eagerly, or predicts with it, as often as standard input says.

eager.py SOURCE NxCxHxW CLASSES THREADS reads lines `train STEPS` and `predict BATCHES`, and answers each with `done`.
"""

import runpy
import sys

import torch
from torch import nn


def last_module(source):
    """The class of the net: the last one of the file."""
    names = runpy.run_path(source)
    return [c for c in names.values() if isinstance(c, type) and issubclass(c, nn.Module)][-1]


def main(source, shape, classes, threads):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    dims = [int(d) for d in shape.split("x")]
    images = torch.randn(dims)
    labels = torch.randint(0, int(classes), (dims[0],))
    net = last_module(source)()
    optimizer = torch.optim.SGD(net.parameters(), lr=1e-4, momentum=0.9)

    def train():
        net.train()
        optimizer.zero_grad()
        outputs = net(images)
        loss = nn.functional.cross_entropy(outputs[0] if isinstance(outputs, tuple) else outputs, labels)
        loss.backward()
        optimizer.step()

    def predict():
        net.eval()
        with torch.no_grad():
            net(images)

    for line in sys.stdin:
        what, times = line.split()
        for _ in range(int(times)):
            train() if what == "train" else predict()
        print("done", flush=True)


main(*sys.argv[1:])
