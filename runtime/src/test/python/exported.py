"""Runs what `specc export` wrote, for the tests tagged `oracle`.

    exported.py module SOURCE DIR CHANNELS SIZE...   the last class of a PyTorch source; prints as JSON the
        names and shapes of its state_dict and what it returns in training, and writes into DIR
        weights.pth             a state_dict of random values
        x_SIZE.npy, y_SIZE.npy  three inputs, and the output for them in evaluation mode
    exported.py archive FILE DIR SIZE...             a TorchScript archive with those weights; prints the
        largest difference from y_SIZE.npy, relative to the largest output, also for one input alone
    exported.py graphs DIR                           N.py and N.pt for each line of inputs.txt, the shapes of
        the inputs of net N; prints those of which source and archive differ, and how
"""

import importlib.util
import inspect
import json
import os
import sys
import warnings

import numpy
import torch
from oracle import randomise, save

IMAGES = 3


def build(source):
    spec = importlib.util.spec_from_file_location("exported", source)
    exported = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(exported)
    types = [t for t in vars(exported).values() if inspect.isclass(t) and t.__module__ == "exported"]
    return types[-1]().eval()


def module(source, folder, channels, sizes):
    torch.manual_seed(0)
    model = build(source)
    randomise(model, torch.randn(8, channels, sizes[0], sizes[0]))
    torch.save(model.state_dict(), os.path.join(folder, "weights.pth"))
    for size in sizes:
        x = torch.randn(IMAGES, channels, size, size)
        with torch.no_grad():
            y = model(x)
        assert torch.isfinite(y).all() and (y[0] - y[1]).abs().max() > 0.001 * y.abs().max()
        save(folder, f"x_{size}.npy", x.numpy())
        save(folder, f"y_{size}.npy", y.numpy())
    with torch.no_grad():
        outputs = model.train()(x)
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    facts = {
        "state_dict": {n: list(t.shape) for n, t in model.state_dict().items()},
        "training": [list(output.shape)[1:] for output in outputs],
    }
    print(json.dumps(facts))


def archive(file, folder, sizes):
    model = torch.jit.load(file).eval()
    state = torch.load(os.path.join(folder, "weights.pth"))
    assert list(model.state_dict()) and set(model.state_dict()) == set(state)
    largest = 0.0
    for size in sizes:
        x, y = (torch.from_numpy(numpy.load(os.path.join(folder, f"{n}_{size}.npy"))) for n in "xy")
        with torch.no_grad():
            for batch in (IMAGES, 1):
                difference = (model(x[:batch]) - y[:batch]).abs().max() / y.abs().max()
                largest = max(largest, difference.item())
    print(largest)


def graphs(folder):
    torch.manual_seed(0)
    with open(os.path.join(folder, "inputs.txt"), encoding="utf-8") as file:
        lines = [json.loads(line) for line in file]
    for i, shapes in enumerate(lines):
        try:
            compare(os.path.join(folder, str(i)), [torch.randn(2, *shape) for shape in shapes])
        except Exception as error:  # all of them are told
            with open(os.path.join(folder, f"{i}.py"), encoding="utf-8") as file:
                print(f"{i}: {error}", file.read(), sep="\n")


def compare(path, inputs):
    archive = torch.jit.load(path + ".pt").eval()
    model = build(path + ".py")
    model.load_state_dict(archive.state_dict())
    with torch.no_grad():
        torch.testing.assert_close(model(*inputs), archive(*inputs), rtol=1e-5, atol=1e-5)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if sys.argv[1] == "module":
        module(sys.argv[2], sys.argv[3], int(sys.argv[4]), [int(s) for s in sys.argv[5:]])
    elif sys.argv[1] == "graphs":
        graphs(sys.argv[2])
    else:
        archive(sys.argv[2], sys.argv[3], [int(s) for s in sys.argv[4:]])
