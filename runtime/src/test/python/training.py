"""What torch.optim does, step by step, for the tests tagged `oracle`.

    training.py rates '{"kind": ..., ...}'    the learning rate of every step, as JSON
    training.py steps '{"kind": ..., ...}'    the parameters of a small net after every step, as JSON
"""

import json
import math
import sys

import torch
from torch.optim import lr_scheduler


def scheduler(kind, optimizer, case):
    epochs, steps = case["epochs"], case["steps_per_epoch"]
    if kind == "step":
        return lr_scheduler.StepLR(optimizer, case["every"], case["gamma"])
    if kind == "multi_step":
        return lr_scheduler.MultiStepLR(optimizer, case["milestones"], case["gamma"])
    if kind == "exponential":
        return lr_scheduler.ExponentialLR(optimizer, case["gamma"])
    if kind == "cosine":
        return lr_scheduler.CosineAnnealingLR(optimizer, epochs, case["end"] * case["rate"])
    if kind == "polynomial":
        return lr_scheduler.PolynomialLR(optimizer, epochs, case["power"])
    if kind == "one_cycle":
        return lr_scheduler.OneCycleLR(
            optimizer,
            case["rate"],
            total_steps=epochs * steps,
            pct_start=case["rise"],
            div_factor=case["divisor"],
            final_div_factor=case["final"],
            cycle_momentum=False,
        )
    if kind == "warm_up":
        return lr_scheduler.LinearLR(optimizer, case["from"], total_iters=case["warm_steps"])
    raise ValueError(kind)


def rates(case):
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=case["rate"])
    schedule = scheduler(case["kind"], optimizer, case)
    by_step = case["kind"] in ("one_cycle", "warm_up")
    found = []
    for step in range(case["epochs"] * case["steps_per_epoch"]):
        found.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        last = step == case["epochs"] * case["steps_per_epoch"] - 1
        if not last and (by_step or (step + 1) % case["steps_per_epoch"] == 0):
            schedule.step()
    return found


def net():
    model = torch.nn.Sequential(torch.nn.Linear(4, 6), torch.nn.Tanh(), torch.nn.Linear(6, 3))
    for place, parameter in enumerate(model.parameters()):
        wave = [math.sin(1.7 * k + place) for k in range(parameter.numel())]
        parameter.data = torch.tensor(wave, dtype=torch.float32).reshape(parameter.shape)
    return model


def groups(model, case):
    decay = case.get("weight_decay", 0.0)
    weights = [p for name, p in model.named_parameters() if name.endswith("weight")]
    biases = [p for name, p in model.named_parameters() if name.endswith("bias")]
    rest = decay if case["decay_biases"] else 0.0
    return [{"params": weights, "weight_decay": decay}, {"params": biases, "weight_decay": rest}]


def steps(case):
    model = net()
    optimizer = getattr(torch.optim, case["kind"])(groups(model, case), **case["options"])
    found = []
    for step in range(case["steps"]):
        images = [[math.cos(1.3 * step + i + 0.7 * j) for j in range(4)] for i in range(5)]
        labels = [(i + step) % 3 for i in range(5)]
        for group in optimizer.param_groups:
            group["lr"] = case["rates"][step]
        loss = torch.nn.functional.cross_entropy(
            model(torch.tensor(images)),
            torch.tensor(labels),
            label_smoothing=case["label_smoothing"],
        )
        optimizer.zero_grad()
        loss.backward()
        if case["clip"] > 0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), case["clip"])
        optimizer.step()
        found.append([v for p in model.parameters() for v in p.detach().flatten().tolist()])
    return found


if __name__ == "__main__":
    print(json.dumps({"rates": rates, "steps": steps}[sys.argv[1]](json.loads(sys.argv[2]))))
