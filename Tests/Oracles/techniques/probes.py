"""Linear probes by numpy and scikit-learn on residual streams that torch computed."""

import numpy as np
import torch
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from resampling import Generator, bootstrap_interval, grouped_folds

FEATURE_STEP = 24  # every so many features are kept for comparison
TEXT_STEP = 11  # and those of every so many texts
LEAST_MARGIN = 1e-4  # the least score, as a share of the greatest, whose sign rounding cannot turn


class Study:
    """Labelled texts, their split, and the scores of each text by a probe that has not seen its group."""

    def __init__(self, options):
        items = [(template, item) for template in options["templates"] for item in options["items"]]
        self.texts = [template.format(**item) for template, item in items]
        self.labels = np.array([item["label"] == options["positive"] for _, item in items])
        self.groups = [item["group"] for _, item in items]
        self.penalty, self.seed = float(options["penalty"]), int(options["seed"])
        self.folds = grouped_folds(self.groups, self.labels, int(options["folds"]), self.seed)

    def scores(self, fit):
        """What `fit(training, test)` says of every text when its fold is held out."""
        found = np.zeros(len(self.texts))
        for fold in set(self.folds):
            test = self.folds == fold
            found[test] = fit(~test, test)
        sizes = np.abs(found[found != 0])
        assert (sizes > LEAST_MARGIN * sizes.max(initial=0)).all(), "a score by a hair"
        return found

    def differences_of_means(self, features):
        def fit(training, test):
            above, below = (features[training & (self.labels == side)].mean(axis=0) for side in (True, False))
            return (features[test] - (above + below) / 2) @ (above - below)

        return self.scores(fit)

    def logistic(self, features, labels=None):
        labels = self.labels if labels is None else labels

        def fit(training, test):
            known = features(training)
            scaler = StandardScaler().fit(known[training])
            model = LogisticRegression(C=1 / self.penalty, tol=1e-12, max_iter=100_000)
            model.fit(scaler.transform(known[training]), labels[training])
            return model.decision_function(scaler.transform(known[test]))

        return self.scores(fit)

    def bag_of_words(self, training):
        """Which words of the training texts each text has."""
        words = CountVectorizer(binary=True, token_pattern=r"\w+")
        words.fit([text for text, is_known in zip(self.texts, training) if is_known])
        return words.transform(self.texts).toarray().astype(float)

    def accuracy(self, scores, labels=None):
        return np.mean((scores > 0) == (self.labels if labels is None else labels))

    def accuracy_interval(self, scores):
        hits = (scores > 0) == self.labels
        groups = [np.array(self.groups) == group for group in dict.fromkeys(self.groups)]
        right, sizes = (np.array([part.sum() for part in parts]) for parts in ([hits & g for g in groups], groups))
        return bootstrap_interval(
            lambda draw: right[draw].sum() / sizes[draw].sum(), len(groups), "linear-probe/bootstrap",
            self.seed, resamples=1000)

    def area(self, scores):
        """The mean of the folds' areas under the curve."""
        return np.mean([
            roc_auc_score(self.labels[self.folds == fold], scores[self.folds == fold]) for fold in set(self.folds)
        ])

    def shuffles(self, count):
        """The labels in other orders; groups hold both labels, so each text stands for itself."""
        return [
            np.array(Generator(f"linear-probe/shuffle {number}", self.seed).shuffled(self.labels))
            for number in range(count)
        ]


def residuals(reference, texts):
    """The stream before each block at each text's last token: (layer, text, width)."""
    kept = [reference.keep(reference.encode(text)) for text in texts]
    return np.array([
        [one["resid_pre", layer][-1].double().numpy() for one in kept] for layer in reference.layers
    ])


def probe(reference, options):
    study = Study(options)
    streams = residuals(reference, study.texts)
    means = [study.differences_of_means(features) for features in streams[1:]]
    logistic = [study.logistic(lambda _: features) for features in streams[1:]]
    chosen = int(options["report_layer"])
    reported, words = logistic[chosen - 1], study.logistic(study.bag_of_words)
    shuffled = [
        study.accuracy(study.logistic(lambda _: streams[chosen], labels), labels)
        for labels in study.shuffles(int(options.get("shuffles", "5")))
    ]
    low, high = study.accuracy_interval(reported)
    return {
        "options": options, "folds": study.folds + 1, "scores": reported,
        "mean_difference": {
            "accuracy": [study.accuracy(scores) for scores in means],
            "auroc": [study.area(scores) for scores in means],
        },
        "logistic": {
            "accuracy": [study.accuracy(scores) for scores in logistic],
            "auroc": [study.area(scores) for scores in logistic],
        },
        "numbers": {
            "accuracy": study.accuracy(reported), "accuracy_low": low, "accuracy_high": high,
            "auroc": study.area(reported), "mean_difference_accuracy": study.accuracy(means[chosen - 1]),
            "bag_of_words_accuracy": study.accuracy(words), "bag_of_words_auroc": study.area(words),
            "shuffled_accuracy": np.mean(shuffled), "shuffled_accuracy_high": max(shuffled),
            "majority_accuracy": max(np.mean(study.labels), 1 - np.mean(study.labels)),
        },
        "feature_step": FEATURE_STEP, "text_step": TEXT_STEP,
        "residuals": streams[:, ::TEXT_STEP, ::FEATURE_STEP],
    }
