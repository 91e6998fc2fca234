"""Writes safetensors files with the format's own library, to be read and to be written again alike."""

import pathlib

import torch
from huggingface_hub import save_torch_state_dict
from safetensors.torch import save_file

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers"


def edges():
    """Numbers that show how a type is read and rounded: ties, subnormals, the largest, zeros."""
    halves = [1 + i / 2048 for i in range(8)] + [1 + i / 256 for i in range(8)]
    small = [2.0**-14, 2.0**-24, 2.0**-25, 3 * 2.0**-25, 2.0**-126, 2.0**-149, 1e-40]
    large = [65504.0, 65519.9, 3.3e38]
    values = torch.tensor(halves + small + large + [0.0, -0.0, 1 / 3], dtype=torch.float32)
    random = torch.randn(70, generator=torch.Generator().manual_seed(5))
    return torch.cat([values, -values, random])


def main():
    numbers = edges()
    fitting = numbers.clamp(-65504, 65504)  # infinity is no weight
    half, brain = fitting.to(torch.float16), fitting.to(torch.bfloat16)
    tensors = {
        "source": fitting,
        "half": half,
        "half, read": half.to(torch.float32),
        "brain": brain,
        "brain, read": brain.to(torch.float32),
        "matrix": torch.arange(6, dtype=torch.float32).reshape(2, 3),
        "scalar": torch.tensor(2.5),
        "nothing": torch.zeros(0, 4, dtype=torch.bfloat16),
        'quoted "\\\n\u00e9\u0001': torch.tensor([[-1.0]], dtype=torch.float16),
    }
    save_file(tensors, OUT / "numbers.safetensors", metadata={"format": "p\"t"})
    other = {
        "weight": torch.tensor([1.5, -2.0]),
        "mask": torch.tensor([True, False, True]),
        "steps": torch.tensor([1, 2], dtype=torch.int64),
        "eighth": torch.tensor([1.0, 2.0, 4.0], dtype=torch.float8_e4m3fn),
        "double": torch.tensor(0.1, dtype=torch.float64),
        "broken": torch.tensor([0.0, float("nan"), 1.0]),
        "endless": torch.tensor([0.0, 1.0, float("-inf")], dtype=torch.bfloat16),
    }
    save_file(other, OUT / "types.safetensors")
    generator = torch.Generator().manual_seed(3)
    parts = {f"part.{i}": torch.randn(8, 4, generator=generator) for i in range(5)}
    folder = OUT / "shards"
    folder.mkdir(exist_ok=True)
    save_torch_state_dict(parts, folder, max_shard_size=300)
    save_file(parts, folder / "whole.safetensors")


main()
