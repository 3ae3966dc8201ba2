"""What torchvision's transforms make of an image, for the tests tagged `oracle`.

    augment.py apply DIR     DIR/images.npy is uint8 [B, C, H, W]; DIR/cases.json is a list of
                             [operation, magnitude]. Writes DIR/NUMBER.npy for each case,
                             float32: levels for the operations of AutoAugment, else 0 to 1.
    augment.py policies      the tables of AutoAugment, as JSON
"""

import json
import os
import sys

import numpy
import torch
from torchvision.transforms import InterpolationMode, autoaugment
from torchvision.transforms import functional as F

BILINEAR = InterpolationMode.BILINEAR
NEAREST = InterpolationMode.NEAREST

FLOAT = {
    "rotation": lambda x, m: F.rotate(x, m, interpolation=BILINEAR),
    "brightness": F.adjust_brightness,
    "contrast": F.adjust_contrast,
    "saturation": F.adjust_saturation,
    "hue": F.adjust_hue,
    "resized_crop": lambda x, m: F.resized_crop(x, *m, list(x.shape[-2:]), BILINEAR),
}


def apply(folder):
    images = torch.from_numpy(numpy.load(os.path.join(folder, "images.npy")))
    with open(os.path.join(folder, "cases.json"), encoding="utf-8") as file:
        cases = json.load(file)
    for number, (operation, magnitude) in enumerate(cases):
        if operation in FLOAT:
            result = FLOAT[operation](images / 255, magnitude)
        else:
            result = autoaugment._apply_op(images, operation, magnitude, NEAREST, None)
        numpy.save(os.path.join(folder, f"{number}.npy"), result.to(torch.float32).numpy())


def policies():
    names = {"CIFAR10": autoaugment.AutoAugmentPolicy.CIFAR10}
    names["IMAGENET"] = autoaugment.AutoAugmentPolicy.IMAGENET
    print(json.dumps({name: autoaugment.AutoAugment(p).policies for name, p in names.items()}))


if __name__ == "__main__":
    if sys.argv[1] == "policies":
        policies()
    else:
        apply(sys.argv[2])
