"""Writes what the filters of `transformers` leave of random logits, and how likely each token is then."""

import json
import pathlib

import numpy as np
import torch
from transformers.generation.logits_process import (
    TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper)

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers" / "sampling.json"
CASES = [(1.0, None, None), (0.7, None, None), (1.0, 5, None), (2.0, 1, None), (1.0, None, 0.9),
         (0.5, None, 0.5), (1.3, 10, 0.8), (1.0, None, 0.01), (0.01, None, 0.99), (1.0, 60, 1.0)]


def main():
    generator = np.random.default_rng(11)
    cases = []
    for temperature, top_k, top_p in CASES:
        logits = (generator.standard_normal(40) * 3).astype(np.float32).round(4)
        logits[7] = logits[3]  # as likely as another one
        scores = torch.tensor(logits)[None]
        if temperature != 1.0:
            scores = TemperatureLogitsWarper(temperature)(None, scores)
        if top_k:
            scores = TopKLogitsWarper(top_k)(None, scores)
        if top_p:
            scores = TopPLogitsWarper(top_p)(None, scores)
        left = torch.softmax(scores.double(), -1)[0]
        cases.append({
            "temperature": temperature, "topK": top_k, "topP": top_p,
            "logits": [round(float(x), 4) for x in logits],
            "probabilities": [float(f"{x:.8g}") for x in left],
        })
    OUT.write_text(json.dumps(cases, indent=1) + "\n")


main()
