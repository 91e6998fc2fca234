"""Writes small vocabularies cut out of those in GGUF files, and what the reference tokenizer makes of strings with them.

usage: make_vocabularies.py FOLDER [NAME ...]

FOLDER holds the ggml-vocab-NAME.gguf of llama.cpp. Of each vocabulary only those tokens and merges are
kept that our strings need; each is written as GGUF and as a `tokenizer.json`.
"""

import json
import pathlib
import sys

from gguf import GGUFReader, GGUFWriter

import llama
import make_tokens
import vocabularies

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers" / "Vocabularies"
NAMES = ["gpt-2", "llama-bpe", "llama-spm", "qwen2", "gemma-4", "gpt-neox"]
LISTS = ("tokens", "scores", "token_type", "merges")


def parts_of(description):
    """For each token the two that it is merged from, by any merge."""
    parts = {}
    for left, right in description["model"]["merges"]:
        parts.setdefault(left + right, []).append((left, right))
    return parts


def wanted(description, ids, kinds):
    """The numbers of the tokens that are kept: those found, what they are made of, bytes, and special ones."""
    numbers = description["model"]["vocab"]
    texts = {number: text for text, number in numbers.items()}
    parts = parts_of(description)
    kept, open_ = set(), [texts[number] for number in ids]
    while open_:
        text = open_.pop()
        if text not in numbers or text in kept:
            continue
        kept.add(text)
        for pair in parts.get(text, ())[:1]:
            open_ += pair
    found = {numbers[text] for text in kept}
    special = [number for number, kind in enumerate(kinds) if kind in (2, 3, 4)][:48]
    singles = [number for text, number in numbers.items()
               if kinds[number] == 6 or (len(text) == 1 and ord(text) < 0x180)]
    return sorted(found | set(special) | set(singles))


def cut(facts, kept):
    """The facts of a vocabulary with some of its tokens, numbered anew."""
    numbers = {old: new for new, old in enumerate(kept)}
    small = {}
    for key, value in facts.items():
        name = key.removeprefix("tokenizer.ggml.")
        if name in ("tokens", "scores", "token_type"):
            small[key] = [value[number] for number in kept]
        elif name.endswith("_token_id"):
            if value in numbers:
                small[key] = numbers[value]
        elif name in ("model", "pre", "add_bos_token", "add_space_prefix") or key == "general.architecture":
            small[key] = value
    tokens = set(small["tokenizer.ggml.tokens"])
    merges = facts.get("tokenizer.ggml.merges")
    if merges:
        small["tokenizer.ggml.merges"], counts = [], {}
        for left, right in map(vocabularies.cut, merges):
            # Long runs of one character have a merge for every place.
            if {left, right, left + right} <= tokens and counts.get(left + right, 0) < 2:
                counts[left + right] = counts.get(left + right, 0) + 1
                small["tokenizer.ggml.merges"].append(f"{left} {right}")
    return small


def write_gguf(path, facts):
    writer = GGUFWriter(str(path), facts["general.architecture"])
    for key, value in facts.items():
        if key == "general.architecture":
            continue
        if isinstance(value, list):
            writer.add_array(key, value)
        elif isinstance(value, bool):
            writer.add_bool(key, value)
        elif isinstance(value, int):
            writer.add_uint32(key, value)
        else:
            writer.add_string(key, value)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def strings():
    """A sixth of the strings that the large vocabularies are compared with, all fixed ones among them."""
    all_ = make_tokens.strings()
    return all_[:len(make_tokens.FIXED) + len(make_tokens.CODE)] + all_[len(make_tokens.FIXED) + 60::9]


def main():
    folder = pathlib.Path(sys.argv[1])
    OUT.mkdir(exist_ok=True)
    texts = strings()
    for name in sys.argv[2:] or NAMES:
        facts = llama.metadata(GGUFReader(str(folder / f"ggml-vocab-{name}.gguf")))
        family = vocabularies.FAMILIES[name]
        description = vocabularies.description(facts, family)
        whole = vocabularies.tokenizer(facts, family)
        ids = {number for text in texts for number in whole.encode(text, add_special_tokens=False).ids}
        small = cut(facts, wanted(description, ids, facts["tokenizer.ggml.token_type"]))
        tokenizer = vocabularies.tokenizer(small, family)
        entries = []
        for text in texts:
            # Of merges with equal scores the leftmost counts, which a list of merges cannot say.
            if family == "llama" and text == " " * 300:
                continue
            tokenizer.encode_special_tokens = True
            entry = {"text": text, "tokens": tokenizer.encode(text, add_special_tokens=False).ids}
            tokenizer.encode_special_tokens = False
            parsed = tokenizer.encode(text, add_special_tokens=False).ids
            entries.append(entry if parsed == entry["tokens"] else dict(entry, parsed=parsed))
        specials = [token["content"] for token in json.loads(tokenizer.to_str())["added_tokens"]][:4]
        for text in ["a{0}b", " {0} {0}", "{0}\n{0}x"]:
            for special in specials:
                text_ = text.format(special)
                tokenizer.encode_special_tokens = True
                entry = {"text": text_, "tokens": tokenizer.encode(text_, add_special_tokens=False).ids}
                tokenizer.encode_special_tokens = False
                entry["parsed"] = tokenizer.encode(text_, add_special_tokens=False).ids
                entries.append(entry)
        write_gguf(OUT / f"{name}.gguf", small)
        (OUT / f"{name}.json").write_text(tokenizer.to_str())
        lines = ",\n".join(json.dumps(entry, separators=(",", ":"), ensure_ascii=False) for entry in entries)
        (OUT / f"{name}.tokens.json").write_text(f"[\n{lines}\n]\n")
        print(name, len(small["tokenizer.ggml.tokens"]), len(entries))


if __name__ == "__main__":
    main()
