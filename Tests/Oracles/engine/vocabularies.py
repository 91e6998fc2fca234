"""Reference tokenizers from the vocabularies in GGUF files."""

import json

from tokenizers import Tokenizer

GPT2 = {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}
BYTES = dict(GPT2, use_regex=False)
CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?"
BLANKS = r"\s*[\r\n]+|\s+(?!\S)|\s+"
PATTERNS = {
    "llama3": CONTRACTIONS + r"\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + BLANKS,
    "qwen2": CONTRACTIONS + r"\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + BLANKS,
    "qwen35": CONTRACTIONS + r"[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|" + BLANKS,
}
FAMILIES = {
    "gpt-2": "gpt2", "gpt-neox": "neox", "mpt": "neox", "olmo": "neox",
    "llama-bpe": "llama3", "qwen2": "qwen2", "qwen35": "qwen35", "llama-spm": "llama",
    "phi-3": "llama", "gemma-4": "gemma", "starcoder": "digits", "refact": "digits", "command-r": "cohere",
}


def split(pattern):
    """The pre-tokenizer of a pattern."""
    return {"type": "Sequence", "pretokenizers": [
        {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False},
        BYTES,
    ]}


def pre_tokenizer(family):
    """What cuts a family's text into pieces."""
    if family in PATTERNS:
        return split(PATTERNS[family])
    if family in ("digits", "cohere"):
        return {"type": "Sequence", "pretokenizers": [
            {"type": "Digits", "individual_digits": True}, GPT2]}
    if family == "gemma":
        return {"type": "Split", "pattern": {"String": " "}, "behavior": "MergedWithPrevious",
                "invert": False}
    return GPT2 if family in ("gpt2", "neox") else None


def normalizer(family):
    """What is done to a family's text first."""
    replace = {"type": "Replace", "pattern": {"String": " "}, "content": "▁"}
    if family == "llama":
        return {"type": "Sequence", "normalizers": [{"type": "Prepend", "prepend": "▁"}, replace]}
    if family == "gemma":
        return replace
    return {"type": "NFC"} if family in ("neox", "qwen2", "qwen35", "cohere") else None


def decoder(family):
    """What turns a family's tokens into text."""
    if family not in ("llama", "gemma"):
        return GPT2
    steps = [
        {"type": "Replace", "pattern": {"String": "▁"}, "content": " "},
        {"type": "ByteFallback"}, {"type": "Fuse"},
    ]
    strip = [{"type": "Strip", "content": " ", "start": 1, "stop": 0}] if family == "llama" else []
    return {"type": "Sequence", "decoders": steps + strip}


def merges_of_scores(facts):
    """The merges that scores stand for: any two tokens that make up a third, the best first."""
    tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    scores = facts["tokenizer.ggml.scores"]
    ids = {token: index for index, token in enumerate(tokens) if kinds[index] == 1}
    found = []
    for token, index in ids.items():
        for middle in range(1, len(token)):
            left, right = token[:middle], token[middle:]
            if left in ids and right in ids:
                found.append((-scores[index], ids[left], ids[right], left, right))
    return [[left, right] for *_, left, right in sorted(found)]


def description(facts, family):
    """The text of a `tokenizer.json` for a vocabulary."""
    tokens, kinds = facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"]
    added = [
        {"id": index, "content": token, "special": kind in (2, 3), "normalized": False,
         "single_word": False, "lstrip": False, "rstrip": False}
        for index, (token, kind) in enumerate(zip(tokens, kinds)) if kind in (3, 4) and token
    ]
    if family == "llama":
        merges = merges_of_scores(facts)
    else:
        merges = [list(cut(merge)) for merge in facts["tokenizer.ggml.merges"]]
    falls_back = family in ("llama", "gemma")
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": added,
        "normalizer": normalizer(family), "pre_tokenizer": pre_tokenizer(family),
        "post_processor": None, "decoder": decoder(family),
        "model": {
            "type": "BPE", "dropout": None, "unk_token": "<unk>" if falls_back else None,
            "continuing_subword_prefix": None, "end_of_word_suffix": None,
            "fuse_unk": falls_back, "byte_fallback": falls_back,
            "ignore_merges": family == "llama3",
            "vocab": {token: index for index, token in enumerate(tokens)}, "merges": merges,
        },
    }


def cut(merge):
    """The two tokens of a merge."""
    middle = merge.index(" ", 1)
    return merge[:middle], merge[middle + 1:]


def tokenizer(facts, family):
    """The reference tokenizer with a vocabulary."""
    return Tokenizer.from_str(json.dumps(description(facts, family)))
