#!/usr/bin/env python3
"""Times the training step of an archive against the same net in eager PyTorch.

    specc export specs/resnet.yaml#resnet50 --to torchscript --train --precision bf16 --out net.pt
    python3 benchmarks/gpu_step.py net.pt --device cuda --batch 256

It needs nothing but torch. Each round times every way of training in turn; the table has medians
over the rounds, and how much of each way's time the archive takes: below 1.00 it is faster.
"""

import argparse
import contextlib
import json
import statistics
import sys
import time

import torch
from torch import nn


class ArchiveStep:
    """The archive's own step: forward, loss, gradients and update in one call."""

    def __init__(self, module, about, device):
        self.module = module
        self.about = about
        tensors = dict(zip(about["tensors"], module.tensors()))
        changed = []
        for group in about["groups"]:
            parameters = [tensors[name].requires_grad_(True) for name in group["parameters"]]
            changed.append(parameters)
            changed += [[torch.zeros_like(p.detach()) for p in parameters] for _ in about["state"]]
        if about["counts"]:
            changed.append(torch.zeros((), device=device))
        if about["scales_loss"]:
            changed.append(torch.full((), 65536.0, device=device))
            changed.append(torch.zeros((), dtype=torch.int32, device=device))
        optimizer = about["optimizer"]
        momentum = optimizer["betas"][0] if "betas" in optimizer else optimizer["momentum"]
        self.arguments = [about["learning_rate"], momentum, *changed]

    def __call__(self, inputs, targets):
        optimized = torch._C._get_graph_executor_optimize()
        torch._C._set_graph_executor_optimize(False)  # as specc runs it: as written
        try:
            return self.module.step(*inputs, targets, *self.arguments)[0]
        finally:
            torch._C._set_graph_executor_optimize(optimized)
            torch.set_grad_enabled(True)


class EagerStep:
    """The step as PyTorch's users write it."""

    def __init__(self, net, about, device, low=None, compiled=False):
        self.net = net
        self.about = about
        self.device = device
        self.low = low
        if low is not None:
            net.to(memory_format=torch.channels_last)
        self.forward = torch.compile(net) if compiled else net
        self.optimizer = optimizer(net, about)
        self.scaler = torch.cuda.amp.GradScaler() if low is torch.float16 else None

    def __call__(self, inputs, targets):
        self.optimizer.zero_grad(set_to_none=True)
        with self.autocast():
            loss = self.loss(self.forward(*self.laid_out(inputs)), targets)
        (self.scaler.scale(loss) if self.scaler else loss).backward()
        if "clip_norm" in self.about:
            if self.scaler:
                self.scaler.unscale_(self.optimizer)
            nn.utils.clip_grad_norm_(self.net.parameters(), self.about["clip_norm"])
        if self.scaler:
            self.scaler.step(self.optimizer)
            self.scaler.update()
        else:
            self.optimizer.step()
        return loss.detach()

    def autocast(self):
        if self.low is None:
            return contextlib.nullcontext()
        return torch.autocast(self.device.type, dtype=self.low)

    def laid_out(self, inputs):
        if self.low is None:
            return inputs
        return [
            x.contiguous(memory_format=torch.channels_last) if x.dim() == 4 else x for x in inputs
        ]

    def loss(self, results, targets):
        results = results if isinstance(results, tuple) else (results,)
        smoothing = self.about["label_smoothing"]
        loss = nn.functional.cross_entropy(results[0], targets, label_smoothing=smoothing)
        heads = results[self.about["outputs"] :]
        for head, weight in zip(heads, self.about["heads"]):
            more = nn.functional.cross_entropy(head, targets, label_smoothing=smoothing)
            loss = loss + weight * more
        return loss


def optimizer(net, about):
    """PyTorch's own for the archive's rule; decay that PyTorch's has no place for is left out."""
    parameters = dict(net.named_parameters())
    options = dict(about["optimizer"])
    rule = options.pop("rule")
    if rule == "adam" and any(group["decoupled"] for group in about["groups"]):
        rule = "adamw"
    groups = [
        {
            "params": [parameters[name] for name in group["parameters"]],
            "weight_decay": 0.0
            if group["decoupled"] and rule != "adamw"
            else group["weight_decay"],
        }
        for group in about["groups"]
    ]
    kinds = {
        "sgd": torch.optim.SGD,
        "adam": torch.optim.Adam,
        "adamw": torch.optim.AdamW,
        "rmsprop": torch.optim.RMSprop,
    }
    return kinds[rule](groups, lr=about["learning_rate"], **options)


def eager_net(source, tensors, device):
    """The net of the source inside the archive, with the archive's weights."""
    namespace = {"__name__": "model"}
    exec(compile(source, "model.py", "exec"), namespace)
    classes = [
        value
        for value in namespace.values()
        if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__ == "model"
    ]
    net = classes[-1]()
    net.load_state_dict({name: tensor.detach().clone() for name, tensor in tensors.items()})
    return net.to(device).train()


def load(path, device):
    """The archive's module, what it says of itself, and its source."""
    files = {"specc.json": "", "model.py": ""}
    try:
        open(path, "rb").close()
    except OSError as e:
        sys.exit(f"{path} cannot be read: {e.strerror}")
    try:
        module = torch.jit.load(path, map_location=device, _extra_files=files)
    except RuntimeError as e:
        if "Unknown builtin op" in str(e):
            name = str(e).split("Unknown builtin op:")[1].split()[0].rstrip(".")
            sys.exit(f"{path} calls {name}, which torch {torch.__version__} does not have;"
                     " torch 2.7 does")
        sys.exit(f"{path} is no TorchScript archive: {str(e).splitlines()[0]}")
    texts = {n: t.decode() if isinstance(t, bytes) else t for n, t in files.items()}
    if not texts["specc.json"]:
        sys.exit(f"{path} has no step: write it with specc export --to torchscript --train")
    return module, json.loads(texts["specc.json"]), texts["model.py"]


def ways(path, device, compiles):
    """By name, what makes each way of training: each with a net of its own."""
    module, about, source = load(path, device)
    tensors = dict(zip(about["tensors"], module.tensors()))

    def eager(**options):
        return EagerStep(eager_net(source, tensors, device), about, device, **options)

    low = {"float32": torch.bfloat16, "bf16": torch.bfloat16, "fp16": torch.float16}[
        about["precision"]
    ]
    if low is torch.float16 and device.type == "cpu":
        low = torch.bfloat16  # PyTorch's AMP has no fp16 with a scaler on a CPU
    amp = "AMP " + ("fp16" if low is torch.float16 else "bf16") + ", channels last"
    made = {
        "eager float32": eager(),
        f"eager {amp}": eager(low=low),
    }
    if compiles and hasattr(torch, "compile"):
        made["torch.compile float32"] = eager(compiled=True)
        made[f"torch.compile {amp}"] = eager(low=low, compiled=True)
    archive = f"archive {about['precision']}"
    return {archive: ArchiveStep(module, about, device), **made}, about


def wait(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def tried(steps, inputs, targets, warmup, device):
    """By way that works here, the losses of its first and last step; the others' reasons."""
    losses, reasons = {}, {}
    for name, step in list(steps.items()):
        try:
            for i in range(warmup):
                loss = step(inputs, targets)
                if i in (0, warmup - 1):
                    losses.setdefault(name, []).append(float(loss))
            wait(device)
        except Exception as e:  # torch.compile fails in many ways, such as for want of a compiler
            if not name.startswith("torch.compile"):
                raise
            reasons[name] = (str(e).splitlines() or [type(e).__name__])[0][:80]
            del steps[name]
    return losses, reasons


def measured(steps, inputs, targets, rounds, count, device):
    """Seconds of a step, by way: one number for each round."""
    seconds = {name: [] for name in steps}
    for _ in range(rounds):
        for name, step in steps.items():
            wait(device)
            start = time.perf_counter()
            for _ in range(count):
                step(inputs, targets)
            wait(device)
            seconds[name].append((time.perf_counter() - start) / count)
    return seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("archive")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--steps", type=int, default=5, help="steps in a round (default: 5)")
    parser.add_argument("--warmup", type=int, default=5)
    parser.add_argument("--threads", type=int, help="of the CPU (default: torch's own)")
    parser.add_argument("--no-compile", action="store_true", help="leave out torch.compile")
    parser.add_argument("--json", action="store_true", help="print numbers for programs")
    options = parser.parse_args()
    device = torch.device(options.device)
    if device.type == "cuda" and not torch.cuda.is_available():
        parser.error("torch finds no CUDA device here: --device cpu")
    if options.threads:
        torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    torch.backends.cudnn.benchmark = True
    steps, about = ways(options.archive, device, not options.no_compile)
    inputs = [torch.randn(options.batch, *dims, device=device) for dims in about["inputs"]]
    targets = torch.arange(options.batch, device=device) % about["classes"]
    losses, reasons = tried(steps, inputs, targets, max(1, options.warmup), device)
    seconds = measured(steps, inputs, targets, options.rounds, options.steps, device)
    medians = {name: statistics.median(of) for name, of in seconds.items()}
    report(options, about, device, medians, losses, reasons)


def report(options, about, device, medians, losses, reasons):
    own = next(iter(medians.values()))
    rows = [
        {
            "way": name,
            "ms": 1000 * median,
            "examples_per_second": options.batch / median,
            "archive_takes": own / median,
            "first_loss": losses[name][0],
            "last_loss": losses[name][-1],
        }
        for name, median in medians.items()
    ]
    where = torch.cuda.get_device_name(device) if device.type == "cuda" else "CPU"
    if options.json:
        print(json.dumps({"name": about["name"], "where": where, "rows": rows, "left_out": reasons}))
        return
    print(f"{about['name']}, batch {options.batch}, {where}, torch {torch.__version__};"
          f" medians of {options.rounds} rounds of {options.steps} steps")
    print(f"{'':38} {'ms/step':>9} {'examples/s':>11} {'archive takes':>14} {'first loss':>11}")
    for row in rows:
        print(f"{row['way']:38} {row['ms']:9.2f} {row['examples_per_second']:11,.0f}"
              f" {row['archive_takes']:13.2f}x {row['first_loss']:11.4f}")
    for name, reason in reasons.items():
        print(f"{name}: left out: {reason}")


if __name__ == "__main__":
    main()
