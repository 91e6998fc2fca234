"""Reference values for Tests/TechniquesTests/StatisticsTests.swift, from scipy and scikit-learn.

Run:  python3 -m pip install numpy scipy scikit-learn && python3 Tests/Oracles/techniques/make_statistics.py
The output is Swift source: paste it over the tables of the test file.
"""

import numpy as np
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler


def exact_rates():
    for successes, trials in [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (7, 8), (41, 97), (500, 1000), (3, 5000)]:
        low = 0.0 if successes == 0 else stats.beta.ppf(0.025, successes, trials - successes + 1)
        high = 1.0 if successes == trials else stats.beta.ppf(0.975, successes + 1, trials - successes)
        print(f"    ({successes}, {trials}, {low:.12g}, {high:.12g}),")


def areas():
    cases = [
        ([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]),
        ([1, 1, 1, 1], [0, 1, 0, 1]),
        ([3, 1, 2, 2, 2, 5], [0, 0, 1, 0, 1, 1]),
        ([-1, -2, 7, 7, 3.5], [1, 1, 0, 1, 0]),
    ]
    for scores, labels in cases:
        print(f"    ({scores}, {[bool(label) for label in labels]}, {roc_auc_score(labels, scores):.12g}),".lower())


def waves(rows, columns):
    """Features that any language computes to the last digit but one: sines of whole numbers."""
    return np.array([[np.sin(1.7 * r + 0.9 * c * c + 0.3 * r * c) for c in range(columns)] for r in range(rows)])


def logistic():
    for rows, columns, penalty in [(12, 3, 1.0), (12, 30, 1.0), (20, 5, 0.1), (9, 40, 25.0)]:
        features = waves(rows, columns)
        labels = np.array([(r * r + r // 3) % 3 == 0 for r in range(rows)])
        scaled = StandardScaler().fit_transform(features)
        model = LogisticRegression(C=1 / penalty, solver="lbfgs", tol=1e-12, max_iter=100_000).fit(scaled, labels)
        scores = model.decision_function(scaled)
        print(
            f"    ({rows}, {columns}, {penalty}, {model.intercept_[0]:.9g}, {model.coef_[0][0]:.9g}, "
            f"{model.coef_[0][-1]:.9g}, {scores[0]:.9g}, {scores[-1]:.9g}),"
        )


def quantiles():
    values = sorted([3.0, -1.0, 4.0, 1.5, 9.0, 2.6, 5.0])
    print("   ", [float(np.quantile(values, q)) for q in (0, 0.025, 0.5, 0.9, 1)])


for part in (exact_rates, areas, logistic, quantiles):
    print(f"{part.__name__}:")
    part()
