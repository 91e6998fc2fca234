"""Writes the real model's logits on 24 prompts, and how much each head looks like an induction head.

usage: make_logits.py MODEL.gguf [--full FILE]

With --full, all logits of all prompts go to FILE as well, one after the other, in single precision.
"""

import argparse
import pathlib

import numpy as np
import torch
from safetensors.numpy import save_file
from tokenizers import Tokenizer

import llama
from make_tokens import tokenizer_of

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers" / "logits.safetensors"
STRIDE = 97  # every 97th token, from another one at each position, so that all have their turn

PROMPTS = [
    "The capital of France is",
    "When Mary and John went to the store, John gave a drink to",
    "When Tom and Anna walked to the park, Anna handed the ball to",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return",
    "#include <stdio.h>\n\nint main(void) {\n\tprintf(",
    "SELECT name, age FROM people WHERE age >",
    "1, 2, 3, 5, 8, 13, 21,",
    "Q: What is 17 + 25?\nA:",
    "今天天气很好，我们一起去",
    "Die Hauptstadt von Deutschland ist",
    "La vie est belle quand on",
    "Roses are red, violets are 💙 and",
    "The quick brown fox jumps over the lazy dog. The quick brown fox",
    "a",
    "\n",
    "   indented   text   with   runs   of   blanks",
    "{\"name\": \"Ada\", \"born\": 1815, \"tags\": [\"maths\",",
    "It was the best of times, it was",
    "<|im_start|>user\nIs the Earth flat? Answer yes or no.<|im_end|>\n<|im_start|>assistant\n",
    "<|im_start|>system\nYou answer in one word.<|im_end|>\n<|im_start|>user\nThe opposite of hot?"
    "<|im_end|>\n<|im_start|>assistant\n",
    "I do not like them, Sam-I-am. I do not like green eggs and",
    "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
    "The Eiffel Tower is in the city of",
    # Long, for the rotation at late positions.
    "Water is made of hydrogen and oxygen. " * 25,
]


def induction_sequences(generator, count=6, length=25):
    """The token that begins texts, then random tokens, twice."""
    once = generator.integers(100, 49_000, (count, length))
    return np.concatenate([np.zeros((count, 1), dtype=int), once, once], axis=1)


def induction_scores(model, sequences):
    """Mean attention from a token's second copy to the token after its first: (layer, head)."""
    length = sequences.shape[1] // 2
    with torch.no_grad():
        attentions = model(torch.tensor(sequences), output_attentions=True).attentions
    seconds = torch.arange(length + 1, 2 * length)
    return np.stack([
        layer[:, :, seconds, seconds - length + 1].mean((0, 2)).numpy() for layer in attentions])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--full")
    options = parser.parse_args()
    torch.set_num_threads(2)
    model, facts = llama.load(options.model)
    tokenizer: Tokenizer = tokenizer_of(facts)
    full = open(options.full, "wb") if options.full else None
    values = {}
    for index, prompt in enumerate(PROMPTS):
        tokens = tokenizer.encode(prompt).ids
        with torch.no_grad():
            logits = model(torch.tensor([tokens])).logits[0]
        size = logits.shape[1]
        sampled = torch.arange(0, size - STRIDE, STRIDE)[None] + torch.arange(len(tokens))[:, None] % STRIDE
        top = logits.topk(10)
        values |= {
            f"{index}.tokens": np.array(tokens, dtype=np.int32),
            f"{index}.sample": logits.gather(1, sampled).numpy(),
            f"{index}.top": top.values.numpy(),
            f"{index}.top_tokens": top.indices.int().numpy(),
            f"{index}.log_sum_exp": logits.logsumexp(-1).numpy(),
            f"{index}.largest": logits.abs().max().numpy().reshape(1),
        }
        if full:
            full.write(logits.numpy().tobytes())
    sequences = induction_sequences(np.random.default_rng(7))
    values["induction.tokens"] = sequences.astype(np.int32)
    values["induction.scores"] = induction_scores(model, sequences)
    save_file({name: np.ascontiguousarray(value) for name, value in values.items()}, OUT)
    best = values["induction.scores"]
    for place in np.argsort(best, axis=None)[::-1][:6]:
        layer, head = divmod(int(place), best.shape[1])
        print(f"L{layer}H{head} {best[layer, head]:.3f}")
    print(sum(len(values[f"{i}.tokens"]) for i in range(len(PROMPTS))), "positions")


if __name__ == "__main__":
    main()
