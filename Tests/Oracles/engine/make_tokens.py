"""Writes what the reference tokenizer makes of mixed strings, characters and conversations.

usage: make_tokens.py MODEL.gguf
"""

import itertools
import json
import pathlib
import random
import sys

import jinja2
from gguf import GGUFReader
from tokenizers import Tokenizer

import llama

OUT = pathlib.Path(__file__).parents[2] / "Fixtures" / "Transformers"


def tokenizer_of(facts, special=True):
    """The reference tokenizer with a file's vocabulary; without special tokens they are plain text."""
    tokens = facts["tokenizer.ggml.tokens"]
    assert facts["tokenizer.ggml.model"] == "gpt2" and facts["tokenizer.ggml.pre"] == "smollm"
    added = [
        {"id": index, "content": token, "special": True, "normalized": False,
         "single_word": False, "lstrip": False, "rstrip": False}
        for index, (token, kind) in enumerate(zip(tokens, facts["tokenizer.ggml.token_type"]))
        if kind == 3
    ]
    description = {
        "version": "1.0",
        "added_tokens": added if special else [],
        "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
            {"type": "Digits", "individual_digits": True},
            {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
        ]},
        "decoder": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True,
                    "use_regex": True},
        "model": {
            "type": "BPE", "vocab": {token: index for index, token in enumerate(tokens)},
            "merges": [merge.split(" ", 1) for merge in facts["tokenizer.ggml.merges"]],
        },
    }
    return Tokenizer.from_str(json.dumps(description))


FIXED = [
    "", " ", "  ", "   ", "\n", "\n\n", " \n", "\n ", "\t", "\r\n", "\r\n\r\n", "\r", " \r\n ", "\t\t x",
    "a\u00a0b", "a\u2003 b", "\u3000你好", "x\u0085y", "a \u2028b", "\u200b", "a\u200bb", "\ufeffbom",
    "'s", "it's", "IT'S", "we'll've", "'S", "''s", " 's", "'", "''", "'re", "'r", "'v", "'l", "'llama",
    "don't can't I'm you're they'd he'll we've", "’s it’s",
    "1", "12", "123", " 1", "  1", "a1", "1a", " 12 34", "3.14159", "½", "x²", "Ⅷ", "٣٤", "१२३", "①②", "a 1", "a  1", "\n1",
    "e\u0301", "é", "n\u0303o", "\u0301", " \u0301", "a\u0300\u0301\u0302", "ก็", "नमस्ते", "한국어", "한", "العربية", "עברית",
    "👍", "👍🏽", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇫🇷🇩🇪", "a👍b", " 👍", "☺️", "♥", "𝒳", "𠜎", "\U0010ffff", "\ue000", "\U000f0000",
    "\x00", "a\x00b", "\x04\x06\x13", "\x1b[31mred\x1b[0m", "\x7f", "\x80\x81", "\ufffd", "\ufffe",
    "\U00040000", "\U00050000x",
    "你好，世界！", "東京都", "今天1月2日", "日本語とEnglishの混在", "，。！？", "「引用」", "ﬀ", "Å", "Å",
    "Straße", "İstanbul", "ǅ", "ªº", "ʰ", "ˈ", "ー", "々", "〆", "𝟘𝟙",
    "<|im_start|>", "<|im_end|>", "<|im_start|>user\nhi<|im_end|>\n", "<|endoftext|>x", "<|im_star", "x<|im_end|",
    "<|im_start|><|im_start|>", "<repo_name>a<file_sep>b", "<reponame>", "< |im_end|>", "<|im_end|>1 <|im_end|>",
    "<empty_output>", "a <|im_end|> b", "  <|im_end|>  ",
    "a" * 300, " " * 300, "\n" * 120, "ab" * 200, "=" * 250, "-" * 77 + "\n", "你" * 150, "👍" * 80, "1" * 200,
    "aaaaab" * 60, "the" * 100, " the" * 100, "\u0301" * 100, "'s" * 60, "\r\n" * 60, " \t" * 60,
]

CODE = """
def f(x: int) -> int:\n    return x ** 2 + 3*x - 1  # square\n
\tif (a[i] != b->c && !d) { e++; }\r\n
#include <vector>\nstd::vector<std::pair<int, float>> v{{1, 2.5f}};\n
for i in range(0, 10):\n        print(f"{i:>3}", end='')\n
let s = "héllo \\\\n \\u{1F600}"; // comment\n
SELECT * FROM t WHERE a LIKE '%x%' AND b <> 'y''z';\n
<div class="a b" id='c'>&nbsp;&lt;x&gt;</div>\n<!-- no -->\n
{"a": [1, 2.0e-3, null, true], "b": {"c": "\\\\u00e9"}}\n
$x = @{ 'k' = 1 }; Write-Host "$($x.k)"\n
C:\\\\Users\\\\me\\\\file.txt /usr/local/bin https://a.b/c?d=e&f=%20#g\n
x_1 = __init__.self.__dict__['key']; y <<= 2; z ||= ~w ^ 0xFF\n
\\\\begin{align} \\\\frac{a_{ij}}{\\\\sqrt{2\\\\pi}} &= e^{-x^2/2} \\\\end{align}\n
@property\n    async def name(self): yield from (await x for x in y)\n
| a | b |\n|---|--:|\n| 1 | **2** |\n\n- [ ] todo\n1. one\n
fn main() -> Result<(), Box<dyn Error>> { println!("{:?}", vec![1u8; 3]); Ok(()) }\n
""".strip("\n").split("\n\n")

ALPHABETS = [
    "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789", " ", "  ", "\n", "\t", "\r\n",
    ".,;:!?-_/\\'\"()[]{}<>@#$%^&*+=|~`", "éèüñçøßÅæœ", "αβγδΩ", "абвгдЖ", "的一是在不了有和人这中大为上个国",
    "あいうえおアイウ", "가나다라마", "אבגד", "ابتث", "กขคง", "अआइई", "👍😀🎉🚀❤️", "\u0301\u0308\u200d\ufe0f", "½²Ⅳ٣१",
    "\u00a0\u2003\u3000\u2028\u200b", "\x00\x01\x07\x1b\x7f", "'s't're've'm'll'd",
]

WORDS = (
    "the of and to in a is that for it was on with as be by at he this had not are but from or have an they "
    "which one you were all her she there would their we him been has when who will no more if out so up said "
    "what its about than into them can only other time new some could these two may first then do any like my "
    "now over such our man me even most made after also did many off before must well back through years much "
    "where your way down should because long each just state those people too mr how little good world make "
    "Interpretability transformer residual stream activation patching logit difference tokenization hypothesis"
).split()


def strings():
    """Fixed cases, code, and mixtures drawn from a seeded generator: at least 2,000, none twice."""
    draw = random.Random(20261122)
    found = dict.fromkeys(FIXED + CODE + [line + "\n" for code in CODE for line in code.split("\n")])
    # Every pair and triple of kinds of characters, so that every border between pieces occurs.
    kinds = ["ab", "Z", "1", "23", " ", "  ", "\n", "\t", "!", "?!", "'s", "é", "中", "👍", "\u0301", "\u00a0", "\u200d"]
    for parts in itertools.product(kinds, repeat=2):
        found["".join(parts)] = None
    triples = list(itertools.product(kinds, repeat=3))
    for parts in draw.sample(triples, 700):
        found["".join(parts)] = None
    for _ in range(350):
        words = [draw.choice(WORDS) for _ in range(draw.randint(3, 14))]
        marks = [draw.choice(["", "", "", ",", ".", "!", ";", "'s", " 7"]) for _ in words]
        blanks = [draw.choice([" ", " ", " ", "  ", "\n", "\t"]) for _ in words]
        found["".join(itertools.chain(*zip(words, marks, blanks)))] = None
    for _ in range(600):
        text = ""
        for _ in range(draw.randint(1, 10)):
            alphabet = draw.choice(ALPHABETS)
            text += "".join(draw.choice(alphabet) for _ in range(draw.randint(1, 6)))
        found[text] = None
    for _ in range(150):
        pool = "".join(ALPHABETS)
        found["".join(draw.choice(pool) for _ in range(draw.randint(5, 40)))] = None
    for _ in range(150):
        scalars = [draw.choice([draw.randrange(0x20, 0xD800), draw.randrange(0xE000, 0x20000),
                                draw.randrange(0x20000, 0x110000)]) for _ in range(draw.randint(1, 12))]
        found["".join(map(chr, scalars))] = None
    return list(found)


def class_of(cut, character):
    """The class of a character, by how it is cut from its neighbours."""
    if len(cut("a" + character)) == 1:
        return "letter"
    if len(cut("!" + character)) == 1:
        return "other"
    return "number" if len(cut(character * 2)) == 2 else "blank"


def classes(tokenizer):
    """Ranges of characters of one class, over all of Unicode: [first, last, class]."""
    cut = tokenizer.pre_tokenizer.pre_tokenize_str
    ranges = []
    for code in range(0x110000):
        if 0xD800 <= code < 0xE000:
            continue
        found = class_of(cut, chr(code))
        if ranges and ranges[-1][2] == found:
            ranges[-1][1] = code
        else:
            ranges.append([code, code, found])
    return [entry for entry in ranges if entry[2] != "other"]


def conversations(facts, tokenizer):
    """Conversations as the file's own template writes them, for the assistant's next turn."""
    turns = [
        [("user", "What is the capital of France?")],
        [("system", "You are terse."), ("user", "Hi")],
        [("user", "Hi"), ("assistant", "Hello! How can I help?"), ("user", "Count to 3:\n1\n2\n3")],
        [("system", ""), ("user", "")],
        [("user", "\n leading newline and blank ")],
        [("user", "数到三 👍\r\n\tdone")],
        [("assistant", "I begin.")],
        [("user", "one"), ("system", "late"), ("user", "two")],
    ]
    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(facts["tokenizer.chat_template"])
    for messages in turns:
        for prefill in ["", "Sure", " The answer is", "\n"]:
            text = template.render(
                messages=[{"role": role, "content": content} for role, content in messages],
                add_generation_prompt=True) + prefill
            yield {"messages": messages, "prefill": prefill, "text": text,
                   "tokens": tokenizer.encode(text).ids}


def save(name, value):
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in value)
    (OUT / name).write_text(f"[\n{lines}\n]\n")
    print(name, len(value))


def main():
    facts = llama.metadata(GGUFReader(sys.argv[1]))
    parsing, plain = tokenizer_of(facts), tokenizer_of(facts, special=False)
    entries = []
    for text in strings():
        entry = {"text": text, "tokens": plain.encode(text).ids}
        parsed = parsing.encode(text).ids
        if parsed != entry["tokens"]:
            entry["parsed"] = parsed
        entries.append(entry)
    save("tokens.json", entries)
    save("chats.json", list(conversations(facts, parsing)))
    save("classes.json", classes(parsing))


if __name__ == "__main__":
    main()
