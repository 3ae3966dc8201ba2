"""Times torchvision's transforms on a batch of float tensors, as `AugmentStep` times specc's.

torchvision draws once for the whole batch; `each` applies a transform to every image by itself,
which is what draws for each image.
"""

import statistics
import time

import torch
from torchvision import transforms

torch.set_num_threads(1)


def median(step, rounds=7, steps=3):
    step()
    times = []
    for _ in range(rounds):
        start = time.thread_time()
        for _ in range(steps):
            step()
        times.append((time.thread_time() - start) * 1e3 / steps)
    return statistics.median(times)


def each(transform, images):
    return torch.stack([transform(image) for image in images])


def main():
    half = transforms.Normalize([0.5], [0.25])
    for batch, channels, size in ((256, 1, 28), (128, 3, 32)):
        print(f"\nms of one CPU for a batch of {batch}x{channels}x{size}x{size}: whole, each image")
        pixels = torch.randint(0, 256, (batch, channels, size, size), dtype=torch.uint8)
        unit = pixels / 255
        bilinear = transforms.InterpolationMode.BILINEAR
        cases = {
            "normalise": (half, unit),
            "random_crop": (transforms.RandomCrop(size, padding=4), unit),
            "random_resized_crop": (transforms.RandomResizedCrop(size), unit),
            "horizontal_flip": (transforms.RandomHorizontalFlip(1.0), unit),
            "rotation": (transforms.RandomRotation(15, interpolation=bilinear, fill=None), unit),
            "colour_jitter": (transforms.ColorJitter(0.4, 0.4, 0.4, 0.1), unit),
            "auto_augment": (
                transforms.AutoAugment(transforms.AutoAugmentPolicy.CIFAR10),
                pixels,
            ),
            "rand_augment": (transforms.RandAugment(), pixels),
            "random_erasing": (transforms.RandomErasing(1.0), unit),
        }
        for name, (transform, images) in cases.items():
            whole = median(lambda: transform(images))
            single = median(lambda: each(transform, images), rounds=3, steps=1)
            print(f"{name:22} {whole:8.3f} {single:8.3f}")


if __name__ == "__main__":
    main()
