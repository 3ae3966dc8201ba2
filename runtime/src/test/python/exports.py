"""Runs what `specc export` wrote for many nets, for benchmarks/fuzz-exports.sh.

Each line of the input names a folder with
    inputs.safetensors      0, 1, ...: the inputs
    NAME.pt                 TorchScript archives
    net.py                  the source of a PyTorch module
    weights.safetensors     its state_dict
    training.txt            if there, the module runs in training, too
and is answered by a line: `fine`, or what fails, as JSON. Then outputs.safetensors in that folder has
    NAME.pt/0, ...          what each archive returns
    net.py/0, ...           what the module returns in evaluation mode
    training/0, ...         and in training
    training/state/NAME     its state_dict afterwards
"""

import json
import os
import struct
import sys
import warnings

import numpy
import torch
from exported import build

DTYPES = {"F32": numpy.float32, "I64": numpy.int64}


def read(path):
    with open(path, "rb") as file:
        (size,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            values = numpy.frombuffer(data[start:end], DTYPES[entry["dtype"]]).reshape(entry["shape"])
            tensors[name] = torch.from_numpy(values.copy())
    return tensors


def write(path, tensors):
    header, parts, start = {}, [], 0
    for name, tensor in tensors.items():
        kind = "I64" if tensor.dtype == torch.int64 else "F32"
        part = tensor.detach().contiguous().numpy().astype(DTYPES[kind], copy=False).tobytes()
        end = start + len(part)
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": [start, end]}
        parts.append(part)
        start = end
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + b"".join(parts))


def named(prefix, outputs):
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    return {f"{prefix}/{i}": output for i, output in enumerate(outputs)}


def run(folder):
    inputs = list(read(os.path.join(folder, "inputs.safetensors")).values())
    outputs = {}
    weights = read(os.path.join(folder, "weights.safetensors"))
    with torch.no_grad():
        for name in sorted(os.listdir(folder)):
            if name.endswith(".pt"):
                archive = torch.jit.load(os.path.join(folder, name)).eval()
                if name == "none.pt":
                    compare(weights, archive.state_dict())
                outputs.update(named(name, archive(*inputs)))
        model = build(os.path.join(folder, "net.py"))
        model.load_state_dict(weights, strict=True)
        outputs.update(named("net.py", model(*inputs)))
        if os.path.exists(os.path.join(folder, "training.txt")):
            outputs.update(named("training", model.train()(*inputs)))
            outputs.update({f"training/state/{n}": t for n, t in model.state_dict().items()})
    write(os.path.join(folder, "outputs.safetensors"), outputs)


def compare(weights, state):
    """An archive without passes has the spec's own state_dict."""
    assert set(weights) == set(state), f"{sorted(set(weights) ^ set(state))} on one side only"
    for name, tensor in weights.items():
        assert torch.equal(tensor, state[name]), f"{name} is another tensor in the archive"


def main():
    sys.dont_write_bytecode = True
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    for line in sys.stdin:
        try:
            run(line.strip())
            answer = "fine"
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
