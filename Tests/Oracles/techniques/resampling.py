"""The seeded draws behind splits, shuffles and bootstraps, written again from their documentation.

`SeededGenerator`, `GroupedFolds` and `Bootstrap` in `Sources/Techniques/Statistics` say what they do;
this is the same in another language, so that a split that changes by accident is noticed.
"""

import numpy as np

MASK = (1 << 64) - 1


def rotated(word, count):
    return (word << count | word >> (64 - count)) & MASK


def fnv1a(text):
    digest = 0xCBF29CE484222325
    for byte in text.encode():
        digest = (digest ^ byte) * 0x100000001B3 & MASK
    return digest


def splitmix64(state):
    while True:
        state = state + 0x9E3779B97F4A7C15 & MASK
        word = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & MASK
        word = (word ^ word >> 27) * 0x94D049BB133111EB & MASK
        yield word ^ word >> 31


class Generator:
    """xoshiro256**, filled by SplitMix64 from the digest of a purpose and a seed."""

    def __init__(self, purpose, seed):
        words = splitmix64(fnv1a(purpose) ^ seed * 0x9E3779B97F4A7C15 & MASK)
        self.state = [next(words) for _ in range(4)]

    def next(self):
        a, b, c, d = self.state
        c ^= a
        d ^= b
        self.state = [a ^ d, b ^ c, c ^ b << 17 & MASK, rotated(d, 45)]
        return rotated(b * 5 & MASK, 7) * 9 & MASK

    def below(self, bound):
        """A whole number under a bound, each with the same chance: the uneven first words are refused."""
        while True:
            word = self.next()
            if word >= (1 << 64) % bound:
                return word % bound

    def shuffled(self, values):
        values = list(values)
        for last in range(len(values) - 1, 0, -1):
            other = self.below(last + 1)
            values[last], values[other] = values[other], values[last]
        return values


def grouped_folds(groups, labels, folds, seed):
    """The fold of every text: groups in random order, larger ones first, each where it evens out best."""
    members = {}
    for text, group in enumerate(groups):
        members.setdefault(group, []).append(text)
    order = Generator("linear-probe/folds", seed).shuffled(members.values())
    counts = np.zeros((folds, 2), int)
    found = np.zeros(len(groups), int)
    for texts in sorted(order, key=len, reverse=True):
        added = np.bincount([labels[text] for text in texts], minlength=2)
        costs = [np.square(counts + added * (np.arange(folds) == fold)[:, None]).sum() for fold in range(folds)]
        fold = int(np.argmin(costs))
        counts[fold] += added
        found[texts] = fold
    return found


def bootstrap_interval(statistic, units, purpose, seed, resamples=2000):
    """The 2.5 % and 97.5 % quantiles of a statistic of units that are drawn again and again."""
    generator = Generator(purpose, seed)
    values = [statistic([generator.below(units) for _ in range(units)]) for _ in range(resamples)]
    return [float(bound) for bound in np.quantile(values, [0.025, 0.975])]
