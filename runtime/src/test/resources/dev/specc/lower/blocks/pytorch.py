"""Writes pytorch.txt: what PyTorch computes for the cases of OpsTest.

    python3 pytorch.py > pytorch.txt

A line is `case | array | values`. The arrays: `output`, the gradients of the inputs and parameters,
and the buffers after the forward pass. The loss is the output times cos(0.9 i), summed. The values:
about thirty evenly spaced ones, and the norm of all.
"""

import torch
from torch.nn import functional as F


def sequence(shape, value):
    n = int(torch.tensor(shape).prod())
    index = torch.arange(n, dtype=torch.float64)
    return value(index).reshape(shape).to(torch.float32)


def input_values(shape, which):
    return sequence(shape, lambda i: 2 * torch.sin(0.7 * i + which)).requires_grad_()


def parameter_values(shape):
    return sequence(shape, lambda i: 0.6 + 0.5 * torch.cos(1.3 * i))


def clipped_mean(x, kernel, stride, top, left, height, width):
    """An average pool that sees only what is inside, by its definition."""
    rows = []
    for i in range(height):
        row = []
        for j in range(width):
            r, c = i * stride - top, j * stride - left
            window = x[:, :, max(r, 0) : r + kernel, max(c, 0) : c + kernel]
            row.append(window.mean(dim=(2, 3)))
        rows.append(torch.stack(row, -1))
    return torch.stack(rows, -2)


def layer_norm_map(x, weight=None, bias=None):
    mean = x.mean(1, keepdim=True)
    variance = ((x - mean) ** 2).mean(1, keepdim=True)
    y = (x - mean) / torch.sqrt(variance + 1e-6)
    return y if weight is None else y * weight[:, None, None] + bias[:, None, None]


def pad_channels(x, stride, channels):
    return F.pad(x[:, :, ::stride, ::stride], [0, 0, 0, 0, 0, channels])


M = (4, 5, 6)  # a feature map
S = (4, 6, 6)
V = (6,)  # a vector
norm = {"weight": (4,), "bias": (4,)}
stats = {"running_mean": (4,), "running_var": (4,)}


def conv(out, per_group, kh, kw, bias=True):
    return {"weight": (out, per_group, kh, kw)} | ({"bias": (out,)} if bias else {})


CASES = {
    # name: (input shapes, parameter shapes, function)
    "conv": ([M], conv(3, 4, 3, 3), lambda x, w, b: F.conv2d(x, w, b, padding=1)),
    "conv of everything": ([M], conv(6, 2, 2, 3, False),
        lambda x, w: F.conv2d(x, w, None, (2, 1), (1, 2), (1, 2), 2)),
    "conv depthwise": ([M], conv(8, 1, 3, 3), lambda x, w, b: F.conv2d(x, w, b, groups=4)),
    "conv 1x1 stride 2": ([M], conv(2, 4, 1, 1), lambda x, w, b: F.conv2d(x, w, b, 2)),
    "conv same": ([M], conv(2, 4, 4, 2), lambda x, w, b: F.conv2d(x, w, b, padding="same")),
    "conv same stride 2 even": ([S], conv(2, 4, 3, 3),
        lambda x, w, b: F.conv2d(F.pad(x, [0, 1, 0, 1]), w, b, 2)),
    "conv same stride 2 odd": ([(4, 5, 5)], conv(2, 4, 3, 3),
        lambda x, w, b: F.conv2d(x, w, b, 2, 1)),
    "conv_transpose": ([M], {"weight": (4, 3, 3, 3), "bias": (3,)},
        lambda x, w, b: F.conv_transpose2d(x, w, b, 2, 1, 1)),
    "conv_transpose of everything": ([M], {"weight": (4, 2, 2, 3)},
        lambda x, w: F.conv_transpose2d(x, w, None, (3, 1), (0, 1), (1, 0), 2, (2, 1))),
    "linear": ([V], {"weight": (3, 6), "bias": (3,)}, F.linear),
    "linear without bias": ([V], {"weight": (3, 6)}, F.linear),
    "linear over channels": ([M], {"weight": (3, 4), "bias": (3,)},
        lambda x, w, b: F.linear(x.permute(0, 2, 3, 1), w, b).permute(0, 3, 1, 2)),
    "linear over channels without bias": ([M], {"weight": (3, 4)},
        lambda x, w: torch.einsum("oc,nchw->nohw", w, x)),
    "batch_norm": ([M], norm | stats,
        lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b, True, 0.1, 1e-5)),
    "batch_norm options": ([M], norm | stats,
        lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b, True, 0.3, 1e-3)),
    "batch_norm evaluated": ([M], norm | stats,
        lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b, False, 0.1, 1e-5)),
    "batch_norm without scale": ([M], stats,
        lambda x, m, v: F.batch_norm(x, m, v, None, None, True, 0.1, 1e-5)),
    "batch_norm without scale evaluated": ([M], stats,
        lambda x, m, v: F.batch_norm(x, m, v, None, None, False, 0.1, 1e-5)),
    "batch_norm vector": ([(4,)], norm | stats,
        lambda x, w, b, m, v: F.batch_norm(x, m, v, w, b, True, 0.1, 1e-5)),
    "layer_norm": ([M], norm, layer_norm_map),
    "layer_norm without scale": ([M], {}, layer_norm_map),
    "layer_norm vector": ([(4,)], norm, lambda x, w, b: F.layer_norm(x, [4], w, b, 1e-6)),
    "group_norm": ([M], norm, lambda x, w, b: F.group_norm(x, 2, w, b, 1e-5)),
    "group_norm without scale": ([M], {}, lambda x: F.group_norm(x, 2, None, None, 1e-5)),
    "group_norm vector": ([(4,)], norm, lambda x, w, b: F.group_norm(x, 2, w, b, 1e-5)),
    "local_response_norm": ([M], {}, lambda x: F.local_response_norm(x, 5, 0.1, 0.75, 2.0)),
    "local_response_norm even": ([M], {}, lambda x: F.local_response_norm(x, 2, 0.5, 0.5, 1.0)),
    "layer_scale": ([M], {"": (4, 1, 1)}, lambda x, s: x * s),
    "layer_scale vector": ([V], {"": (6,)}, lambda x, s: x * s),
    "relu": ([M], {}, F.relu),
    "relu6": ([M], {}, F.relu6),
    "leaky_relu": ([M], {}, lambda x: F.leaky_relu(x, 0.1)),
    "elu": ([M], {}, lambda x: F.elu(x, 0.7)),
    "gelu": ([M], {}, F.gelu),
    "silu": ([M], {}, F.silu),
    "sigmoid": ([M], {}, torch.sigmoid),
    "tanh": ([M], {}, torch.tanh),
    "hard_sigmoid": ([M], {}, F.hardsigmoid),
    "hard_swish": ([M], {}, F.hardswish),
    "softmax": ([M], {}, lambda x: F.softmax(x, 1)),
    "softmax vector": ([V], {}, lambda x: F.softmax(x, 1)),
    "log_softmax": ([M], {}, lambda x: F.log_softmax(x, 1)),
    "log_softmax vector": ([V], {}, lambda x: F.log_softmax(x, 1)),
    "max_pool": ([M], {}, lambda x: F.max_pool2d(x, 3, 2, 1)),
    "max_pool unlike axes": ([M], {}, lambda x: F.max_pool2d(x, (2, 3), (1, 2), (1, 0))),
    "max_pool ceil": ([M], {}, lambda x: F.max_pool2d(x, 2, 2, 0, ceil_mode=True)),
    "max_pool ceil drops a window": ([(4, 5, 5)], {},
        lambda x: F.max_pool2d(x, 2, 3, 1, ceil_mode=True)),
    "max_pool dilation": ([M], {}, lambda x: F.max_pool2d(x, 2, 1, 1, 2)),
    "max_pool same": ([S], {}, lambda x:
        F.max_pool2d(F.pad(x, [0, 1, 0, 1], value=-torch.inf), 3, 2)),
    "max_pool same dilation": ([S], {}, lambda x:
        F.max_pool2d(F.pad(x, [1, 2, 1, 2], value=-torch.inf), 2, 1, 0, 3)),
    "avg_pool": ([M], {}, lambda x: F.avg_pool2d(x, 2, 2)),
    "avg_pool padding": ([M], {}, lambda x: F.avg_pool2d(x, 3, 1, 1)),
    "avg_pool padding not counted": ([M], {},
        lambda x: F.avg_pool2d(x, 3, 1, 1, count_include_pad=False)),
    "avg_pool ceil": ([M], {}, lambda x: F.avg_pool2d(x, 2, 2, ceil_mode=True)),
    "avg_pool ceil padding": ([M], {}, lambda x: F.avg_pool2d(x, 3, 2, 1, True)),
    "avg_pool ceil padding not counted": ([M], {},
        lambda x: F.avg_pool2d(x, 3, 2, 1, True, False)),
    "avg_pool same": ([S], {}, lambda x: F.avg_pool2d(F.pad(x, [0, 1, 0, 1]), 3, 2)),
    "avg_pool same not counted": ([S], {}, lambda x: clipped_mean(x, 3, 2, 0, 0, 3, 3)),
    "avg_pool same not counted odd": ([(4, 5, 5)], {},
        lambda x: clipped_mean(x, 3, 2, 1, 1, 3, 3)),
    "avg_pool same not counted stride 1": ([(4, 5, 5)], {},
        lambda x: clipped_mean(x, 3, 1, 1, 1, 5, 5)),
    "avg_pool same not counted even kernel": ([(4, 5, 5)], {},
        lambda x: clipped_mean(x, 2, 1, 0, 0, 5, 5)),
    "adaptive_avg_pool": ([M], {}, lambda x: F.adaptive_avg_pool2d(x, (3, 4))),
    "adaptive_avg_pool larger": ([(4, 2, 3)], {}, lambda x: F.adaptive_avg_pool2d(x, (3, 4))),
    "adaptive_max_pool": ([M], {}, lambda x: F.adaptive_max_pool2d(x, (3, 4))),
    "global_avg_pool": ([M], {}, lambda x: x.mean((2, 3), keepdim=True)),
    "global_max_pool": ([M], {}, lambda x: x.amax((2, 3), keepdim=True)),
    "flatten": ([M], {}, lambda x: x.flatten(1)),
    "flatten height and width": ([M], {}, lambda x: x.flatten(2, 3)),
    "flatten channels and height": ([M], {}, lambda x: x.flatten(1, 2)),
    "reshape": ([M], {}, lambda x: x.reshape(2, 3, 8, 5)),
    "reshape open": ([V], {}, lambda x: x.reshape(2, 2, 3, 1)),
    "pad": ([M], {}, lambda x: F.pad(x, [2, 3, 0, 1], value=0.5)),
    "pad negative": ([M], {}, lambda x: F.pad(x, [-1, 2, -2, -1])),
    "pad_channels": ([M], {}, lambda x: pad_channels(x, 2, 3)),
    "pad_channels stride 1": ([M], {}, lambda x: pad_channels(x, 1, 1)),
    "upsample nearest": ([(2, 3, 2)], {}, lambda x: F.interpolate(x, scale_factor=(2, 3))),
    "upsample bilinear": ([(2, 3, 2)], {},
        lambda x: F.interpolate(x, scale_factor=(2, 3), mode="bilinear", align_corners=False)),
    "upsample bilinear aligned": ([(2, 3, 2)], {},
        lambda x: F.interpolate(x, scale_factor=(2, 3), mode="bilinear", align_corners=True)),
    "channel_shuffle": ([(6, 2, 2)], {},
        lambda x: x.view(2, 3, 2, 2, 2).transpose(1, 2).reshape(2, 6, 2, 2)),
    "slice": ([M], {}, lambda x: x[:, 1:3]),
    "slice from the end": ([M], {}, lambda x: x[:, -3:-1]),
    "slice open": ([V], {}, lambda x: x[:, 2:]),
    "affine": ([M], {}, lambda x: x * 0.25 - 1.5),
    "zero": ([M], {}, lambda x: x * 0),
    "identity": ([M], {}, lambda x: x * 1),
    "concat": ([M, (2, 5, 6), (1, 5, 6)], {}, lambda *x: torch.cat(x, 1)),
    "concat vectors": ([V, (2,)], {}, lambda *x: torch.cat(x, 1)),
    "add": ([M, M], {}, lambda a, b: a + b),
    "add three": ([M, M, M], {}, lambda a, b, c: a + b + c),
    "multiply": ([M, M], {}, lambda a, b: a * b),
    "multiply gates": ([(4, 1, 1), M, (4, 1, 1)], {}, lambda a, b, c: a * b * c),
    "multiply only gates": ([(4, 1, 1), (4, 1, 1)], {}, lambda a, b: a * b),
}


def line(case, array, tensor):
    flat = tensor.flatten()
    sample = flat[:: flat.numel() // 30 | 1].tolist() + [flat.norm().item()]
    values = " ".join(f"{v:.6g}" for v in sample)
    print(f"{case} | {array} | {values}")


for case, (inputs, parameters, function) in CASES.items():
    xs = [input_values((2, *shape), i) for i, shape in enumerate(inputs)]
    ps = {name: parameter_values(shape) for name, shape in parameters.items()}
    trained = {n: p.requires_grad_() for n, p in ps.items() if not n.startswith("running")}
    output = function(*xs, *ps.values())
    line(case, "output", output)
    (output * sequence(output.shape, lambda i: torch.cos(0.9 * i))).sum().backward()
    for i, x in enumerate(xs):
        line(case, f"input{i} gradient", x.grad)
    for name, p in trained.items():
        line(case, f"{name} gradient".strip(), p.grad)
    for name in [n for n in ps if n not in trained]:
        line(case, name, ps[name])
