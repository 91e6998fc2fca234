"""What both sides run: the options as a user writes them, every scalar as text."""

import itertools

NAMES = [("John", "Mary"), ("Tom", "Anna"), ("Paul", "Emma"), ("James", "Sarah"), ("Mark", "Lisa"), ("Peter", "Kate")]
STORIES = [
    "When {a} and {b} went to the store, {s} gave a drink to",
    "Then {a} and {b} had a long talk, and {s} said to",
]
FEELINGS = {
    "wonderful": "happy", "great": "happy", "lovely": "happy", "terrible": "sad", "awful": "sad", "horrible": "sad",
}
CAPITALS = {"France": "Paris", "Japan": "Tokyo", "Germany": "Berlin", "Spain": "Madrid", "Egypt": "Cairo"}


def question(first, second, subject, story):
    other = second if subject == first else first
    return {
        "text": story.format(a=first, b=second, s=subject), "answer": f" {other}", "wrong": f" {subject}",
    }


INDIRECT_OBJECTS = {
    "prompts": [
        question(*(names if in_order else names[::-1]), names[0], story)
        for names, story, in_order in itertools.product(NAMES, STORIES, [True, False])
    ]
}


def pair(text, clean, corrupt, answer, wrong):
    return {
        "clean": text.format(clean), "corrupt": text.format(corrupt), "answer": f" {answer}", "wrong": f" {wrong}",
    }


NEWS = "The news was {}. Anna felt very"

PATCHINGS = [
    {
        "pairs": [pair("When John and Mary went to the store, {} gave a drink to", "John", "Mary", "Mary", "John")],
        "nodes": ["resid_pre", "attn_out", "mlp_out", "heads"],
    },
    {
        "pairs": [pair("The capital of {} is the city of", "France", "Germany", "Paris", "Berlin")],
        "nodes": ["resid_pre"],
    },
    {
        "pairs": [
            pair(NEWS, "wonderful", "terrible", "happy", "sad"), pair(NEWS, "awful", "great", "sad", "happy"),
        ],
        "nodes": ["resid_pre", "heads"], "direction": "noising",
    },
]

ATTRIBUTION = {"prompts": INDIRECT_OBJECTS["prompts"][:1]}

LENSES = [
    {"prompts": [{"text": "The capital of France is the city of", "answer": " Paris"}]},
    {
        "prompts": [
            {"text": f"The capital of {country} is the city of", "answer": f" {city}"}
            for country, city in itertools.islice(CAPITALS.items(), 3)
        ]
    },
]


def opposite(feeling):
    return "sad" if feeling == "happy" else "happy"


BENCHES = [
    {
        "templates": [NEWS.format("{opinion}"), "Anna called it {opinion}. She felt very"],
        "factors": [
            {
                "name": "opinion",
                "levels": [
                    {"name": "stated", "text": "{word}"},
                    {"name": "negated", "text": "not {word}", "answer": "{other}", "alternatives": ["{feeling}"]},
                    {"name": "none given", "text": "long"},
                ],
            }
        ],
        "baseline": {"factor": "opinion", "level": "none given"},
        "items": [
            {"word": word, "feeling": f" {feeling}", "other": f" {opposite(feeling)}"}
            for word, feeling in FEELINGS.items()
        ],
        "outcome": {"rule": "more-likely", "answer": "{feeling}", "alternatives": ["{other}", " tired"]},
        "max_tokens": "1", "seed": "3",
    },
    {
        "templates": ["The capital of {country} is", "I once lived in {country}, in its capital,"],
        "items": [{"country": country, "city": city} for country, city in CAPITALS.items()],
        "outcome": {"rule": "starts-with", "answer": "{city}"}, "max_tokens": "6",
    },
    {
        "templates": ["What is the capital of {country}?"], "format": "chat",
        "system": "You answer with the name of a city.",
        "items": [{"country": country, "city": city} for country, city in CAPITALS.items()],
        "outcome": {"rule": "contains", "answer": "{city}"}, "max_tokens": "8",
    },
]


GOOD = ["wonderful", "great", "lovely", "brilliant", "amazing"]
BAD = ["terrible", "awful", "horrible", "dreadful", "nasty"]


def opinions():
    """Groups of two opposite words, each plain and negated; the last group has one word only."""
    for number, words in enumerate([*zip(GOOD, BAD), ("tragic",)], start=1):
        for word, negation in itertools.product(words, ["", "not "]):
            is_good = (word in GOOD) == (negation == "")
            yield {"opinion": negation + word, "label": "good" if is_good else "bad", "group": f"pair {number}"}


PROBE = {
    "templates": [NEWS.format("{opinion}"), "Anna called it {opinion}. She felt very"],
    "items": list(opinions()), "positive": "good", "report_layer": "20", "folds": "3", "seed": "6",
    "penalty": "2.5",
}
