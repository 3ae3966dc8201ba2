"""What torchvision says of its own models, for the tests tagged `oracle`.

    oracle.py list                      the names of its classification models, as JSON
    oracle.py model NAME DIR SIZE...    writes into DIR, for random weights and inputs:
        model.json      names and shapes of the state_dict, the output shape of every module at each
                        size, the auxiliary outputs in training
        weights.pth     the state_dict
        x_SIZE.npy, y_SIZE.npy          two images, and the output for them in evaluation mode
    oracle.py images DIR SIZE           writes into DIR picture files of every kind, in train/ by class,
        and x.npy, y.npy: what ImageFolder with Resize and CenterCrop makes of them
"""

import json
import os
import sys

import numpy
import PIL.Image
import torch
import torchvision

IMAGES = 2
CHANNELS_LAST = (torch.nn.Linear, torch.nn.LayerNorm, torch.nn.GELU)


def build(name):
    options = {"weights": None}
    if name in ("googlenet", "inception_v3"):
        options.update(aux_logits=True, init_weights=False, transform_input=False)
    return getattr(torchvision.models, name)(**options)


def randomise(model, x):
    """Weights that differ for each channel and keep the scale of what passes.

    A gate such as hard_sigmoid on values of thousands is a step: there the last bit of a sum decides,
    and two right answers differ.
    """
    for module in model.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            if module.bias is not None:
                module.bias.data.normal_(0, 0.1)
        elif isinstance(module, (torch.nn.BatchNorm2d, torch.nn.LayerNorm)):
            module.weight.data.uniform_(0.5, 1.5)
            module.bias.data.normal_(0, 0.1)
    for module in model.modules():
        if isinstance(module, torchvision.models.resnet.Bottleneck):
            module.bn3.weight.data *= 0.2  # with 50 full-sized residuals, float32 is 1e-4 off float64
    for name, parameter in model.named_parameters():
        if name.endswith("layer_scale"):
            parameter.data.uniform_(0.1, 0.5)
    randomise_statistics(model, x)


def randomise_statistics(model, x):
    """Batch norm's statistics: near those of an input, and off by a part for each channel."""
    norms = [m for m in model.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    if not norms:
        return
    momenta = [norm.momentum for norm in norms]
    for norm in norms:
        norm.momentum = 1.0
        norm.train()
    with torch.no_grad():
        model(x)
    model.eval()
    for norm, momentum in zip(norms, momenta):
        norm.momentum = momentum
        deviation = norm.running_var.sqrt()
        norm.running_mean += deviation * torch.empty_like(deviation).normal_(0, 0.1)
        norm.running_var *= torch.empty_like(deviation).uniform_(0.8, 1.2)
        norm.num_batches_tracked.fill_(7)


def shape(module, output):
    """Without the batch, and with the channels first, where torchvision has them last."""
    dims = list(output.shape)[1:]
    if len(dims) == 3 and isinstance(module, CHANNELS_LAST) and not is_map_norm(module):
        dims = [dims[2], dims[0], dims[1]]
    return dims


def is_map_norm(module):
    """ConvNeXt's LayerNorm2d gives its output with the channels first."""
    return type(module).__name__ == "LayerNorm2d"


def modules(model, x):
    """Every module's output shapes, in the order of the calls, with whether it owns parameters."""
    calls, handles = [], []

    def hook(path, module):
        def called(_, __, output):
            if isinstance(output, torch.Tensor):
                owns = next(module.parameters(recurse=False), None) is not None
                kind = type(module).__name__
                calls.append(
                    {"path": path, "kind": kind, "shape": shape(module, output), "owns": owns}
                )

        return called

    for path, module in model.named_modules():
        if path and kind_is_comparable(module):
            handles.append(module.register_forward_hook(hook(path, module)))
    with torch.no_grad():
        model(x)
    for handle in handles:
        handle.remove()
    return calls


def kind_is_comparable(module):
    """Leaves; torchvision's Permute gives the channels last, where specc has an identity."""
    return next(module.children(), None) is None and type(module).__name__ != "Permute"


def auxiliary(model, x):
    if not getattr(model, "aux_logits", False):
        return {}
    model.train()
    with torch.no_grad():
        output = model(x)
    model.eval()
    return {name: list(value.shape)[1:] for name, value in output._asdict().items()}


def save(folder, name, array):
    numpy.save(os.path.join(folder, name), array)


def write(name, folder, sizes):
    torch.manual_seed(0)
    model = build(name).eval()
    randomise(model, torch.randn(8, 3, sizes[0], sizes[0]))
    state = model.state_dict()
    facts = {
        "state_dict": [[n, list(t.shape)] for n, t in state.items()],
        "parameters": sum(p.numel() for p in model.parameters()),
        "modules": {},
    }
    torch.save(state, os.path.join(folder, "weights.pth"))
    for size in sizes:
        x = torch.randn(IMAGES, 3, size, size)
        with torch.no_grad():
            y = model(x)
        different = (y[0] - y[1]).abs().max() / y.abs().max()
        assert torch.isfinite(y).all() and different > 0.01, f"{name}: a useless test, {different}"
        save(folder, f"x_{size}.npy", x.numpy())
        save(folder, f"y_{size}.npy", y.numpy())
        facts["modules"][str(size)] = modules(model, x[:1])
    facts["aux"] = auxiliary(model, torch.randn(2, 3, sizes[0], sizes[0]))
    with open(os.path.join(folder, "model.json"), "w", encoding="utf-8") as file:
        json.dump(facts, file)


def picture(height, width):
    """Smooth colours with some noise."""
    y, x = numpy.mgrid[0:height, 0:width] / 20.0
    waves = [numpy.sin(a * x + c) * numpy.cos(b * y - c) for a, b, c in numpy.random.rand(3, 3) * 2]
    values = 128 + 100 * numpy.stack(waves, 2) + numpy.random.randn(height, width, 3) * 6
    return PIL.Image.fromarray(values.clip(0, 255).astype("uint8"))


def write_pictures(folder):
    sizes = [(60, 80), (97, 51), (40, 40), (33, 200)]
    kinds = [
        ("RGB", "jpg", {"quality": 90}),
        ("RGB", "jpg", {"quality": 75, "progressive": True, "subsampling": 0}),
        ("RGB", "jpg", {"quality": 95, "subsampling": 2, "optimize": True}),
        ("L", "jpg", {"quality": 85}),
        ("CMYK", "jpg", {"quality": 90}),
        ("RGB", "png", {}),
        ("RGBA", "png", {}),
        ("L", "png", {}),
        ("LA", "png", {}),
        ("P", "png", {"transparency": 3}),
        ("1", "png", {}),
    ]
    for i, (mode, suffix, options) in enumerate(kinds):
        for j, size in enumerate(sizes):
            image = picture(*size).convert(mode)
            if mode in ("RGBA", "LA"):
                image.putalpha(picture(*size).convert("L"))
            image.save(os.path.join(folder, "ab"[j % 2], f"{i:02}-{mode}-{j}.{suffix}"), **options)


def images(folder, size):
    numpy.random.seed(0)
    train = os.path.join(folder, "train")
    for name in "ab":
        os.makedirs(os.path.join(train, name))
    write_pictures(train)
    transforms = torchvision.transforms
    steps = [transforms.Resize(size), transforms.CenterCrop(size), transforms.PILToTensor()]
    data = torchvision.datasets.ImageFolder(train, transforms.Compose(steps))
    save(folder, "x.npy", numpy.stack([x.numpy() for x, _ in data]))
    save(folder, "y.npy", numpy.array([y for _, y in data]))


if __name__ == "__main__":
    if sys.argv[1] == "images":
        images(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1] == "list":
        print(json.dumps(torchvision.models.list_models(module=torchvision.models)))
    else:
        write(sys.argv[2], sys.argv[3], [int(size) for size in sys.argv[4:]])
