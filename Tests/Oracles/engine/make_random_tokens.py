"""Writes what the reference tokenizer makes of random strings, for vocabularies that are not in the repository.

usage: make_random_tokens.py FOLDER COUNT [NAME ...]

For each FOLDER/ggml-vocab-NAME.gguf this writes FOLDER/ggml-vocab-NAME.gguf.random: for each
string a byte that says whether special tokens count, its length in bytes, its bytes, the number of
its tokens, and the tokens; numbers have four bytes, the least first. FOLDER/ggml-vocab-NAME.gguf.json is the
vocabulary as a `tokenizer.json`.
"""

import pathlib
import random
import struct
import sys

from gguf import GGUFReader

import llama
import make_tokens
import vocabularies

JOINED = ["👨‍👩‍👧‍👦", "🏳️‍🌈", "👍🏽", "🇫🇷", "e\u0301", "n\u0303", "\u1100\u1161\u11a8", "\u0915\u094d\u0937", "กำ", "\u212b", "\u2126",
          "\ufb01", "'ſ", "'S", "'LL", "▁", "▁▁", "<0x0A>", "\u200d", "\ufeff", "\u0085", "\u2028"]
BLANKS = [" ", "  ", "   ", " " * 7, " " * 20, " " * 33, "\n", "\n\n", "\n" * 5, "\n" * 40, "\r\n", "\r\n\r\n", "\t", "\t\t", " \n", "\n ", "\u00a0",
          "\u3000", " \r\n ", "\x0b", "\x0c"]


def piece(draw, specials):
    """A random stretch of a string."""
    kind = draw.randrange(10)
    if kind < 2:
        return draw.choice(make_tokens.WORDS)
    if kind == 2:
        return draw.choice(BLANKS)
    if kind == 3:
        return draw.choice(JOINED)
    if kind == 4:
        return draw.choice(specials) if specials and draw.random() < 0.4 else " "
    if kind == 5:
        return str(draw.randrange(10 ** draw.randint(1, 9)))
    if kind == 6:
        return chr(draw.choice([draw.randrange(0x20, 0xD800), draw.randrange(0x20, 0x500),
                                draw.randrange(0xE000, 0x20000), draw.randrange(0x20000, 0x110000),
                                draw.randrange(0x300, 0x370), draw.randrange(0, 0x20)]))
    alphabet = draw.choice(make_tokens.ALPHABETS)
    return "".join(draw.choice(alphabet) for _ in range(draw.randint(1, 6)))


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    for name in sys.argv[3:] or vocabularies.FAMILIES:
        path = folder / f"ggml-vocab-{name}.gguf"
        if not path.exists():
            continue
        facts = llama.metadata(GGUFReader(str(path)))
        tokenizer = vocabularies.tokenizer(facts, vocabularies.FAMILIES[name])
        tokenizer.save(f"{path}.json")
        specials = [token for token, kind in zip(facts["tokenizer.ggml.tokens"], facts["tokenizer.ggml.token_type"])
                    if kind in (3, 4) and token]
        draw = random.Random(f"{name} 20261122")
        texts = ["".join(piece(draw, specials[:40]) for _ in range(draw.randint(1, 16))) for _ in range(count)]
        with open(f"{path}.random", "wb") as file:
            for parses in (False, True):
                tokenizer.encode_special_tokens = not parses
                half = texts[parses::2]
                for text, found in zip(half, tokenizer.encode_batch(half, add_special_tokens=False)):
                    data, ids = text.encode(), found.ids
                    file.write(struct.pack("<BI", parses, len(data)) + data)
                    file.write(struct.pack(f"<I{len(ids)}I", len(ids), *ids))
        print(name, len(texts))


if __name__ == "__main__":
    main()
