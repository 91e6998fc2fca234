"""Writes random blocks of every quantised format with the numbers that `gguf` finds in them."""

import pathlib

import gguf
import numpy as np
from gguf.quants import dequantize
from safetensors.numpy import save_file

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers"
# The places of the half-precision numbers in a block, which must be finite.
HALVES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0],
    "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208],
}


def main():
    generator = np.random.default_rng(7)
    arrays = {}
    for name, halves in HALVES.items():
        kind = gguf.GGMLQuantizationType[name]
        length, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = 1024 // length + 1
        raw = generator.integers(0, 256, (blocks, size), dtype=np.uint8)
        for place in halves:
            scales = (generator.standard_normal(blocks) / 64).astype(np.float16)
            raw[:, place : place + 2] = scales.view(np.uint8).reshape(blocks, 2)
        arrays[f"{name}.bytes"] = raw.reshape(-1)
        arrays[f"{name}.values"] = dequantize(raw, kind).reshape(-1).astype(np.float32)
    save_file(arrays, OUT / "quants.safetensors")


main()
