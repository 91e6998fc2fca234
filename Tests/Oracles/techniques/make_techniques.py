"""Reference values of the techniques on the real model, by plain torch hooks, one whole run for each patch.

Run:  python3 Tests/Oracles/techniques/make_techniques.py MODEL.gguf
It writes Tests/Fixtures/Techniques/reference.json. See README.md for the environment.
"""

import itertools
import json
import pathlib
import sys

import torch
from tokenizers import Tokenizer
from tokenizers.decoders import ByteLevel as ByteLevelDecoder
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel, Digits, Sequence

TESTS = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "Oracles" / "engine"))
import llama  # noqa: E402

NAMES = [("John", "Mary"), ("Tom", "Anna"), ("Paul", "Emma"), ("James", "Sarah"), ("Mark", "Lisa"), ("Peter", "Kate")]
TEMPLATES = [
    "When {a} and {b} went to the store, {s} gave a drink to",
    "Then {a} and {b} had a long talk, and {s} said to",
]


def tokenizer(facts):
    vocabulary = {token: index for index, token in enumerate(facts["tokenizer.ggml.tokens"])}
    merges = [tuple(merge.split(" ")) for merge in facts["tokenizer.ggml.merges"]]
    result = Tokenizer(BPE(vocabulary, merges))
    result.pre_tokenizer = Sequence([Digits(individual_digits=True), ByteLevel(add_prefix_space=False)])
    result.decoder = ByteLevelDecoder()
    return result


class Reference:
    def __init__(self, path):
        self.model, facts = llama.load(path)
        self.tokens = tokenizer(facts)
        self.layers = self.model.model.layers
        self.heads = self.model.config.num_attention_heads
        self.head_width = self.model.config.head_dim

    def encode(self, text):
        return torch.tensor([self.tokens.encode(text).ids])

    def token(self, text):
        (only,) = self.tokens.encode(text).ids
        return only

    def logits(self, ids):
        with torch.no_grad():
            return self.model(ids).logits[0]

    def difference(self, ids, answer, wrong):
        last = self.logits(ids)[-1]
        return (last[answer] - last[wrong]).item()

    def keep(self, ids):
        """The streams before and after all blocks, what each block's parts add, and z."""
        kept = {}

        def before(name):
            return lambda module, args, kwargs: kept.__setitem__(
                name, (args[0] if args else kwargs["hidden_states"])[0].clone())

        def after(name):
            return lambda module, args, result: kept.__setitem__(
                name, (result[0] if isinstance(result, tuple) else result)[0].clone())

        handles = []
        for index, layer in enumerate(self.layers):
            handles.append(layer.register_forward_pre_hook(before(("pre", index)), with_kwargs=True))
            handles.append(layer.self_attn.o_proj.register_forward_pre_hook(before(("z", index)), with_kwargs=True))
            handles.append(layer.self_attn.register_forward_hook(after(("attn", index))))
            handles.append(layer.mlp.register_forward_hook(after(("mlp", index))))
        handles.append(self.model.model.norm.register_forward_pre_hook(before("final"), with_kwargs=True))
        kept["logits"] = self.logits(ids)
        for handle in handles:
            handle.remove()
        return kept

    def patched(self, ids, module, patches, answer, wrong):
        """The logit differences of copies of a prompt, each with one change of a module's input."""

        def hook(_, args, kwargs):
            hidden = (args[0] if args else kwargs["hidden_states"]).clone()
            for copy, patch in zip(hidden, patches, strict=True):
                patch(copy)
            if args:
                return (hidden, *args[1:]), kwargs
            return args, {**kwargs, "hidden_states": hidden}

        handle = module.register_forward_pre_hook(hook, with_kwargs=True)
        try:
            last = self.model(ids.repeat(len(patches), 1)).logits[:, -1]
        finally:
            handle.remove()
        return (last[:, answer] - last[:, wrong]).tolist()


def ioi(reference):
    prompts = []
    for (a, b), template, swapped in itertools.product(NAMES, TEMPLATES, [False, True]):
        first, second = (b, a) if swapped else (a, b)
        text = template.format(a=first, b=second, s=a)
        value = reference.difference(reference.encode(text), reference.token(f" {b}"), reference.token(f" {a}"))
        prompts.append({"text": text, "answer": f" {b}", "wrong": f" {a}", "difference": round(value, 5)})
    return prompts


def patching(reference):
    clean, corrupt = (
        f"When John and Mary went to the store, {name} gave a drink to" for name in ("John", "Mary"))
    answer, wrong = reference.token(" Mary"), reference.token(" John")
    ids, other = reference.encode(corrupt), reference.encode(clean)
    source = reference.keep(other)
    low, high = reference.difference(ids, answer, wrong), reference.difference(other, answer, wrong)

    def effects(module, patches):
        differences = reference.patched(ids, module, patches, answer, wrong)
        return [round((difference - low) / (high - low), 6) for difference in differences]

    def at(values, position):
        return lambda hidden: hidden[position].copy_(values[position])

    def in_head(values, head):
        columns = slice(head * reference.head_width, (head + 1) * reference.head_width)
        return lambda hidden: hidden[:, columns].copy_(values[:, columns])

    return {
        "clean": clean, "corrupt": corrupt, "answer": " Mary", "wrong": " John",
        "clean_difference": round(high, 5), "corrupt_difference": round(low, 5),
        "resid_pre": [
            effects(layer, [at(source["pre", index], position) for position in range(ids.shape[1])])
            for index, layer in enumerate(reference.layers)
        ],
        "heads": [
            effects(
                layer.self_attn.o_proj,
                [in_head(source["z", index], head) for head in range(reference.heads)])
            for index, layer in enumerate(reference.layers)
        ],
    }


def attribution(reference):
    text = "When John and Mary went to the store, John gave a drink to"
    answer, wrong = reference.token(" Mary"), reference.token(" John")
    kept = reference.keep(reference.encode(text))
    norm = reference.model.model.norm
    final = kept["final"][-1]
    scale = (final.pow(2).mean() + norm.variance_epsilon).sqrt()
    unembedding = reference.model.lm_head.weight
    direction = norm.weight * (unembedding[answer] - unembedding[wrong]) / scale

    def share(part):
        return round((part @ direction).item(), 6)

    heads = []
    for index, layer in enumerate(reference.layers):
        z = kept["z", index][-1].view(reference.heads, reference.head_width)
        weight = layer.self_attn.o_proj.weight.view(-1, reference.heads, reference.head_width)
        heads.append([share(weight[:, head] @ z[head]) for head in range(reference.heads)])
    return {
        "text": text, "answer": " Mary", "wrong": " John", "embedding": share(kept["pre", 0][-1]),
        "attention": [share(kept["attn", index][-1]) for index in range(len(reference.layers))],
        "mlp": [share(kept["mlp", index][-1]) for index in range(len(reference.layers))],
        "heads": heads,
        "difference": round((kept["logits"][-1][answer] - kept["logits"][-1][wrong]).item(), 5),
    }


def lens(reference):
    text, answer = "The capital of France is the city of", " Paris"
    kept = reference.keep(reference.encode(text))
    streams = [kept["pre", index] for index in range(len(reference.layers))] + [kept["final"]]
    token = reference.token(answer)
    rows, tops = [], []
    with torch.no_grad():
        for stream in streams:
            logits = reference.model.lm_head(reference.model.model.norm(stream))
            rows.append([round(value, 7) for value in logits.softmax(-1)[:, token].tolist()])
            tops.append(logits.argmax(-1).tolist())
    return {"text": text, "answer": answer, "probabilities": rows, "top": tops}


def main():
    with torch.no_grad():
        reference = Reference(sys.argv[1])
        result = {
            "ioi": ioi(reference), "patching": patching(reference),
            "attribution": attribution(reference), "lens": lens(reference),
        }
    path = TESTS / "Fixtures" / "Techniques" / "reference.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, separators=(",", ":")) + "\n")
    mean = sum(prompt["difference"] for prompt in result["ioi"]) / len(result["ioi"])
    print(f"{path.stat().st_size} bytes; mean IOI logit difference {mean:.3f}")


main()
