"""Tells draws of the defaults of tfflows from rows, and prints the scores.

usage: synthetic.py FOLDER

The score is SDMetrics' detection by XGBoost, as TabPC has it (arXiv:2603.23016): three folds of all
draws and as many training rows, and 1 - max(0, 2 AUROC - 1), so that 1 means that they cannot be
told apart. Beside it the same with logistic regression, and with rows that the model has not seen.
Copies are the draws whose cells are all those of a training row, and the same of unseen rows.
"""

import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sdmetrics.single_table import LogisticDetection
from sdmetrics.single_table.detection.sklearn import ScikitLearnClassifierDetectionMetric
from xgboost import XGBClassifier

from settings import Results, print_head, print_row, settings, spread

# Five models each: TabPC, TabDiff, TabSyn and TVAE in TabPC's table.
PUBLISHED = {
    "shoppers": (0.894, 0.736, 0.655, 0),
    "default": (0.262, 0.591, 0.402, 0.002),
    "magic": (0.860, 0.773, 0.760, 0.298),
}


class XGBoostDetection(ScikitLearnClassifierDetectionMetric):
    name = "XGBoost Detection"

    @staticmethod
    def _get_classifier():
        return XGBClassifier(eval_metric="logloss", random_state=0, n_jobs=1)


def score(metric, rows, draws, named):
    kinds = {name: {"sdtype": "categorical" if name in named else "numerical"} for name in rows}
    np.random.seed(0)
    return metric.compute(
        real_data=rows.copy(), synthetic_data=draws[rows.columns].copy(), metadata={"columns": kinds}
    )


def copies(rows, training):
    known = set(map(tuple, training.to_numpy().tolist()))
    return np.mean([tuple(row) in known for row in rows[training.columns].to_numpy().tolist()])


def measured(folder, data, seed):
    lines = Path(folder, f"{data}.kinds").read_text().splitlines()
    named = [line.partition("=")[0] for line in lines]
    parts = ("training", "test", "draws")
    files = [Path(folder, f"{data}.{seed}.{part}.csv") for part in parts]
    training, test, draws = map(pd.read_csv, files)
    return (
        score(XGBoostDetection, training, draws, named),
        score(LogisticDetection, training, draws, named),
        score(XGBoostDetection, test, draws.head(len(test)), named),
        copies(draws, training),
        copies(test, training),
    )


def main(folder):
    given, results = settings(folder), Results(folder)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    tables, seeds = given["data"].split(), given["seeds"].split()
    for data in tables:
        for seed in seeds:
            key = ("score", data, "default", seed)
            results.measure(key, lambda: measured(folder, data, seed))
    print("\nDetection by XGBoost (1: draws cannot be told from rows), published scores of TabPC,")
    print("TabDiff, TabSyn and TVAE, detection by logistic regression, by XGBoost against rows that")
    print("the model has not seen, copies of training rows among draws and among these rows, and")
    print("seconds of the fit and the draws, those of the CPU last.\n")
    print_head("data", "tfflows", "published", "logistic", "unseen", "copies", "seconds", "CPU")
    for data in tables:
        found = results.of("score", data, "default")
        seconds = results.of("tfflows", data, "default").mean(axis=0)
        print_row(
            data,
            spread(found[:, 0]),
            ", ".join(f"{value:.3f}" for value in PUBLISHED[data]),
            spread(found[:, 1]),
            spread(found[:, 2]),
            f"{found[:, 3].mean():.4f} ({found[:, 4].mean():.4f})",
            f"{seconds[0]:.0f}",
            f"{seconds[1]:.0f}",
        )


if __name__ == "__main__":
    main(sys.argv[1])
