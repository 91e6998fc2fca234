"""Reference values of the techniques on the real model, by plain torch hooks, one whole run for each patch.

Run:  python3 Tests/Oracles/techniques/make_techniques.py MODEL.gguf
It writes Tests/Fixtures/Techniques/reference.json. See README.md for the environment.
"""

import itertools
import json
import pathlib
import re
import sys

import jinja2
import numpy as np
import torch
from scipy.stats import beta

TESTS = pathlib.Path(__file__).parents[2]
sys.path.insert(0, str(TESTS / "Oracles" / "engine"))
import declarations  # noqa: E402
from probes import probe  # noqa: E402
from reference import Reference  # noqa: E402
from resampling import bootstrap_interval  # noqa: E402

# The least gap between a number and the border at which an answer turns over. Where a case comes
# nearer, rounding could decide, and another case must be chosen.
LEAST_MARGIN = 1e-3


def contrast(reference, record):
    """The difference of two logits as a function of logits, (copy, token)."""
    answer, wrong = reference.token(record["answer"]), reference.token(record["wrong"])
    return lambda logits: (logits[..., answer] - logits[..., wrong]).double()


# Activation patching.


def cells(reference, node, positions):
    """What is replaced, one cell for each column of the map: a position, or a head at all positions."""
    if node == "heads":
        width = reference.head_width
        return [(slice(None), slice(head * width, (head + 1) * width)) for head in reference.heads]
    return [(position,) for position in range(positions)]


def patched_pair(reference, pair, nodes, is_denoising):
    """Both logit differences of a pair, and the effect of every patch, (layer, column) by node."""
    difference = contrast(reference, pair)
    clean, corrupt = (reference.encode(pair[name]) for name in ("clean", "corrupt"))
    assert clean.shape == corrupt.shape
    base, source = (corrupt, clean) if is_denoising else (clean, corrupt)
    untouched, reached = (difference(reference.last_logits(ids)).item() for ids in (base, source))
    kept = reference.keep(source)
    effects = {}
    for node in nodes:
        columns = cells(reference, node, base.shape[1])
        place = "z" if node == "heads" else node
        rows = [difference(reference.patched(base, (place, layer), kept, columns)) for layer in reference.layers]
        effects[node] = ((torch.stack(rows) - untouched) / (reached - untouched)).numpy()
    ends = (reached, untouched) if is_denoising else (untouched, reached)
    return ends, effects


def patching(reference, options):
    is_denoising = options.get("direction", "denoising") == "denoising"
    found = [patched_pair(reference, pair, options["nodes"], is_denoising) for pair in options["pairs"]]
    ends = np.array([ends for ends, _ in found])
    assert all(high - low > 0.5 for high, low in ends), "a pair that is told apart"
    return {
        "options": options, "clean_differences": ends[:, 0], "corrupt_differences": ends[:, 1],
        "effects": {node: np.mean([effects[node] for _, effects in found], axis=0) for node in options["nodes"]},
    }


# Direct logit attribution: the norm's weight is applied, its scale is that of the whole stream.


def shares(reference, record):
    kept = reference.keep(reference.encode(record["text"]))
    answer, wrong = reference.token(record["answer"]), reference.token(record["wrong"])
    scale = (kept["final"][-1].double().pow(2).mean() + reference.norm.variance_epsilon).sqrt()
    columns = reference.unembedding[answer].double() - reference.unembedding[wrong].double()
    direction = reference.norm.weight.double() * columns / scale

    def share(part):
        return (part.double() @ direction).item()

    def of_heads(layer):
        """Each head's z times its own columns of the output matrix."""
        z = kept["z", layer][-1].view(len(reference.heads), -1)
        weight = reference.places["z", layer].module.weight.view(-1, *z.shape)
        return [share(weight[:, head] @ z[head]) for head in reference.heads]

    return {
        "differences": contrast(reference, record)(kept["logits"][-1]).item(),
        "embedding": share(kept["resid_pre", 0][-1]),
        "attention": [share(kept["attn_out", layer][-1]) for layer in reference.layers],
        "mlp": [share(kept["mlp_out", layer][-1]) for layer in reference.layers],
        "heads": [of_heads(layer) for layer in reference.layers],
    }


def attribution(reference, options):
    """The logit difference of every prompt, and the mean shares of all prompts."""
    found = [shares(reference, record) for record in options["prompts"]]
    for one in found:
        total = one["embedding"] + sum(one["attention"]) + sum(one["mlp"])
        assert abs(total - one["differences"]) < 1e-3, "shares that do not sum to the difference"
    means = {name: np.mean([one[name] for one in found], axis=0) for name in found[0]}
    return {"options": options, **means, "differences": [one["differences"] for one in found]}


# Logit lens: the final norm computed anew for every stream.


def seen(reference, record):
    """Logarithms of all tokens' probabilities by number of blocks applied: (blocks, position, token)."""
    kept = reference.keep(reference.encode(record["text"]))
    streams = [kept["resid_pre", layer] for layer in reference.layers] + [kept["final"]]
    logits = torch.stack([reference.model.lm_head(reference.norm(stream)) for stream in streams])
    assert (logits[-1] - kept["logits"]).abs().max() < 1e-4, "a last row that is not the model's output"
    return logits.double().log_softmax(-1)


def lens(reference, options):
    records = options["prompts"]
    tokens = [reference.token(record["answer"]) for record in records]
    first, *others = (seen(reference, record) for record in records)
    last = torch.stack([rows[:, -1] for rows in [first, *others]])  # (prompt, blocks, token)
    answers = torch.stack([rows[:, token] for rows, token in zip(last, tokens)])
    controls = [rows[:, [other for other in tokens if other != token]] for rows, token in zip(last, tokens)]
    return {
        "options": options,
        "log_probabilities": answers.numpy(),
        "ranks": (last > answers[..., None]).sum(-1).add(1).numpy(),
        "control_log_probabilities":
            torch.stack(controls).exp().mean((0, 2)).log().numpy() if others else [],
        "sheet_log_probabilities": first[..., tokens[0]].numpy(),
        "top_tokens": first.argmax(-1).numpy(),
    }


# Prompt bench.


def cases(options):
    """Every prompt: each template, each choice of levels, each item."""
    factors = options.get("factors", [])
    for template in options["templates"]:
        for levels in itertools.product(*(factor["levels"] for factor in factors)):
            for number, item in enumerate(options["items"]):
                values = dict(item)
                outcome = dict(options["outcome"])
                for factor, level in zip(factors, levels):
                    values[factor["name"]] = level.get("text", level["name"]).format(**item)
                    outcome |= {key: level[key] for key in ("answer", "alternatives") if key in level}
                base = options.get("baseline", {})
                yield {
                    "item": number, "user": template.format(**values),
                    "expected": outcome["answer"].format(**values),
                    "alternatives": [other.format(**values) for other in outcome.get("alternatives", [])],
                    "is_baseline": base.get("level") in [level["name"] for level in levels],
                }


def written_prompt(reference, options, user):
    if options.get("format") != "chat":
        return user
    template = jinja2.Environment(trim_blocks=True, lstrip_blocks=True).from_string(
        reference.facts["tokenizer.chat_template"])
    turns = [("system", options["system"]), ("user", user)]
    return template.render(
        messages=[{"role": role, "content": content} for role, content in turns], add_generation_prompt=True)


def continued(reference, ids, count):
    """What the model writes greedily, each token after a whole run."""
    end = reference.facts["tokenizer.ggml.eos_token_id"]
    written = []
    for _ in range(count):
        logits = reference.last_logits(ids)
        (best, second), (token, _) = (part[0].tolist() for part in logits.topk(2))
        assert best - second > LEAST_MARGIN, "a token by a hair"
        if token == end:
            break
        written.append(token)
        ids = torch.cat([ids, torch.tensor([[token]])], dim=1)
    return reference.tokens.decode(written, skip_special_tokens=False)


def holds(rule, answer, expected):
    words = re.escape(expected.strip().lower())
    start = r"\s*" if rule == "starts-with" else r"(?:.*\W)?"
    return re.match(rf"{start}{words}(?!\w)", answer.lower(), re.DOTALL) is not None


def trial(reference, options, case):
    prompt = written_prompt(reference, options, case["user"])
    ids = reference.encode(prompt)
    found = {"prompt": prompt, "answer": continued(reference, ids, int(options["max_tokens"]))}
    rule = options["outcome"]["rule"]
    if rule != "more-likely":
        return found | {"success": holds(rule, found["answer"], case["expected"])}
    logits = reference.last_logits(ids)[0]
    others = max(logits[reference.token(other)].item() for other in case["alternatives"])
    margin = logits[reference.token(case["expected"])].item() - others
    assert abs(margin) > LEAST_MARGIN, "an outcome by a hair"
    return found | {"margin": margin, "success": margin > 0}


def rate(successes):
    hits, misses = sum(successes), len(successes) - sum(successes)
    low = beta.ppf(0.025, hits, misses + 1) if hits else 0
    high = beta.ppf(0.975, hits + 1, misses) if misses else 1
    return [hits / len(successes), low, high]


def difference(options, found):
    """The mean over items of their rate less their baseline's, with its bootstrap interval."""
    def rate_of(item, is_baseline):
        return np.mean([
            trial["success"] for case, trial in found
            if case["item"] == item and case["is_baseline"] == is_baseline
        ])

    items = range(len(options["items"]))
    values = np.array([rate_of(item, False) - rate_of(item, True) for item in items])
    interval = bootstrap_interval(
        lambda draw: values[draw].mean(), len(values), "prompt-bench/difference", int(options.get("seed", "0")))
    return [values.mean(), *interval]


def bench(reference, options):
    found = [(case, trial(reference, options, case)) for case in cases(options)]
    numbers = {"rate": rate([trial["success"] for case, trial in found if not case["is_baseline"]])}
    if "baseline" in options:
        numbers["baseline_rate"] = rate([trial["success"] for case, trial in found if case["is_baseline"]])
        numbers["difference"] = difference(options, found)
    return {
        "options": options, "trials": [trial for _, trial in found],
        "numbers": {
            name + end: value
            for name, values in numbers.items() for end, value in zip(("", "_low", "_high"), values)
        },
    }


def rounded(value):
    """The value with seven significant digits, as JSON writes it."""
    match value:
        case dict():
            return {name: rounded(inner) for name, inner in value.items()}
        case list() | tuple() | np.ndarray():
            return [rounded(inner) for inner in value]
        case bool() | str():
            return value
        case int() | np.integer():
            return int(value)
        case _:
            return float(f"{value:.7g}")


def written(result):
    """The result as JSON, one line for each technique."""
    lines = [
        f'"{name}":{json.dumps(value, separators=(",", ":"), ensure_ascii=False)}' for name, value in result.items()
    ]
    return "{" + ",\n".join(lines) + "}\n"


def main():
    torch.set_grad_enabled(False)
    reference = Reference(sys.argv[1])
    result = {
        "patchings": [patching(reference, options) for options in declarations.PATCHINGS],
        "attributions": [
            attribution(reference, options)
            for options in (declarations.INDIRECT_OBJECTS, declarations.ATTRIBUTION)
        ],
        "lenses": [lens(reference, options) for options in declarations.LENSES],
        "benches": [bench(reference, options) for options in declarations.BENCHES],
        "probe": probe(reference, declarations.PROBE),
    }
    path = TESTS / "Fixtures" / "Techniques" / "reference.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(written(rounded(result)))
    mean = np.mean(result["attributions"][0]["differences"])
    print(f"{path.stat().st_size} bytes; mean IOI logit difference {mean:.3f}")


main()
