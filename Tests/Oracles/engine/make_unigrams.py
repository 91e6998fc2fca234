"""Trains small unigram vocabularies, and writes what SentencePiece and `tokenizers` make of strings with them.

usage: make_unigrams.py [FOLDER COUNT]

The GGUF file holds what SentencePiece does, `tokenizer.json` what transformers makes of it, which differs
where text is replaced. With FOLDER the vocabularies have the whole table `nmt_nfkc` and are written there,
as those of `make_random_tokens.py`, with COUNT random strings each.
"""

import base64
import io
import json
import pathlib
import random
import struct
import sys
import tempfile
import unicodedata

import sentencepiece
from gguf import GGUFWriter
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Tokenizer

import make_random_tokens
import make_tokens
import make_vocabularies

PLAIN = {"byte_fallback": False, "remove_extra_whitespaces": True, "add_dummy_prefix": True}
BYTES = {"byte_fallback": True, "remove_extra_whitespaces": False, "add_dummy_prefix": False, "vocab_size": 800}
MODELS = {"unigram": PLAIN, "unigram-bytes": BYTES}
RANGES = [(0xA0, 0x100), (0x2000, 0x2010), (0x2460, 0x2474), (0x3000, 0x3001), (0xFB00, 0xFB07),
          (0xFDFA, 0xFDFB), (0xFF01, 0xFF5F), (0x3A9, 0x3AA), (0x212B, 0x212C)]
COMPOSED = "ÀÁÂÃÄÅÇÈÉÑÖÜàáâãäåçèéñöüǭ한국어"


def rules():
    """A small part of `nmt_nfkc`: NFKC of some characters, and blanks and controls as one or none."""
    found = {chr(code): unicodedata.normalize("NFKC", chr(code)) for range_ in RANGES for code in range(*range_)}
    found |= {unicodedata.normalize("NFD", text): text for text in COMPOSED}
    found |= dict.fromkeys("\t\n\r\u00a0\u2028", " ")
    found |= dict.fromkeys("\x01\x04\x07\x1b\x7f\u200b\u200d\ufeff", "")
    return {key: value for key, value in found.items() if key != value}


def train(settings, rule_file):
    """A vocabulary of our own strings, as SentencePiece writes it."""
    draw = random.Random(20261123)
    lines = [line for text in make_tokens.FIXED + make_tokens.CODE for line in text.split("\n") if "\0" not in line]
    lines += [" ".join(draw.choice(make_tokens.WORDS) for _ in range(12)) for _ in range(400)]
    lines += ["".join(draw.choice(alphabet) for _ in range(8)) for alphabet in make_tokens.ALPHABETS[10:18] for _ in range(9)]
    model = io.BytesIO()
    names = {"normalization_rule_tsv": rule_file} if rule_file else {"normalization_rule_name": "nmt_nfkc"}
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter([line[:200] for line in lines if line.strip()]), model_writer=model,
        **{"model_type": "unigram", "vocab_size": 600, "hard_vocab_limit": False, "num_threads": 1,
           "user_defined_symbols": ["<sep>"], "character_coverage": 0.995, "minloglevel": 2} | settings | names)
    result = sentencepiece_model_pb2.ModelProto.FromString(model.getvalue())
    for piece in result.pieces:
        # So that sums are exact, and all programs prefer the same of several ways of one score.
        piece.score = round(piece.score * 1024) / 1024
    return result


def description(model):
    """The text of a `tokenizer.json`, as transformers converts the model."""
    table = base64.b64encode(model.normalizer_spec.precompiled_charsmap).decode()
    normalizers = [{"type": "Precompiled", "precompiled_charsmap": table}]
    if model.normalizer_spec.remove_extra_whitespaces:
        normalizers += [{"type": "Strip", "strip_left": False, "strip_right": True},
                        {"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "▁"}]
    metaspace = {"type": "Metaspace", "replacement": "▁", "split": True,
                 "prepend_scheme": "always" if model.normalizer_spec.add_dummy_prefix else "never"}
    return json.dumps({
        "version": "1.0", "truncation": None, "padding": None,
        "added_tokens": [
            {"id": number, "content": piece.piece, "special": piece.type == 3, "normalized": False,
             "single_word": False, "lstrip": False, "rstrip": False}
            for number, piece in enumerate(model.pieces) if piece.type in (3, 4)],
        "normalizer": {"type": "Sequence", "normalizers": normalizers}, "pre_tokenizer": metaspace,
        "post_processor": None, "decoder": metaspace,
        "model": {"type": "Unigram", "unk_id": 0, "byte_fallback": model.trainer_spec.byte_fallback,
                  "vocab": [[piece.piece, piece.score] for piece in model.pieces]},
    }, ensure_ascii=False, separators=(",", ":"))


def write_gguf(path, model):
    """The model as llama.cpp's converter writes those of T5."""
    writer = GGUFWriter(str(path), "llama")
    writer.add_tokenizer_model("t5")
    writer.add_token_list([piece.piece for piece in model.pieces])
    writer.add_token_scores([piece.score for piece in model.pieces])
    writer.add_token_types([piece.type for piece in model.pieces])
    writer.add_add_space_prefix(model.normalizer_spec.add_dummy_prefix)
    writer.add_remove_extra_whitespaces(model.normalizer_spec.remove_extra_whitespaces)
    writer.add_precompiled_charsmap(model.normalizer_spec.precompiled_charsmap)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def readers(model):
    """What either library makes of a text."""
    pieces = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    tokenizer = Tokenizer.from_str(description(model))

    def tokens(text, parses):
        tokenizer.encode_special_tokens = not parses
        return tokenizer.encode(text, add_special_tokens=False).ids
    return pieces.encode, tokens


def small():
    """Writes the fixtures."""
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as file:
        for key, value in sorted(rules().items()):
            file.write("\t".join(" ".join(f"{ord(c):X}" for c in text) for text in (key, value)) + "\n")
        file.flush()
        models = {name: train(settings, file.name) for name, settings in MODELS.items()}
    for name, model in models.items():
        pieces, tokens = readers(model)
        entries = []
        for text in make_vocabularies.strings() + ["a<sep>b", " <s> </s>x", "<s>ﬁ</s>\n Å"]:
            found = pieces(text)
            # `tokenizers` has control tokens for pieces like others, which text must not be able to write.
            entry = {"text": text, "tokens": found if "<s>" in text else tokens(text, False)}
            if (parsed := tokens(text, True)) != entry["tokens"]:
                entry["parsed"] = parsed
            if found != entry["tokens"] and "<sep>" not in text:
                entry["pieces"] = found
            entries.append(entry)
        folder = make_vocabularies.OUT
        write_gguf(folder / f"{name}.gguf", model)
        (folder / f"{name}.json").write_text(description(model))
        lines = ",\n".join(json.dumps(entry, separators=(",", ":"), ensure_ascii=False) for entry in entries)
        (folder / f"{name}.tokens.json").write_text(f"[\n{lines}\n]\n")
        print(name, len(model.pieces), len(entries), sum("pieces" in entry for entry in entries))


def whole(folder, count):
    """Writes vocabularies with the whole table, and random strings."""
    for name, settings in MODELS.items():
        model = train(settings, None)
        pieces, tokens = readers(model)
        path = folder / f"ggml-vocab-{name}.gguf"
        write_gguf(path, model)
        pathlib.Path(f"{path}.json").write_text(description(model))
        draw = random.Random(f"{name} 20261123")
        with open(f"{path}.random", "wb") as file, open(f"{path}.json.random", "wb") as second:
            for number in range(count):
                text = "".join(make_random_tokens.piece(draw, ["<sep>"]) for _ in range(draw.randint(1, 16)))
                if "<s>" in text or "<0x" in text:
                    continue
                parses = number % 2 == 1
                data = struct.pack("<BI", parses, len(text.encode())) + text.encode()
                found = tokens(text, parses)
                second.write(data + struct.pack(f"<I{len(found)}I", len(found), *found))
                if "<sep>" not in text:
                    found = pieces(text)
                    file.write(data + struct.pack(f"<I{len(found)}I", len(found), *found))
        print(name, len(model.pieces), count)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        whole(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
    else:
        small()
