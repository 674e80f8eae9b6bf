"""Runs the detectors of the part "anomalies", and prints them beside the defaults of tfflows.

usage: anomalies.py FOLDER
"""

import sys
import warnings
from functools import partial
from pathlib import Path

import numpy as np
from pyod.models.ecod import ECOD
from pyod.models.knn import KNN
from sklearn.ensemble import IsolationForest
from sklearn.metrics import roc_auc_score
from sklearn.neighbors import LocalOutlierFactor
from threadpoolctl import threadpool_limits

from mixtures import by_bic, mixture
from settings import Results, Stopwatch, print_head, print_row, read, settings

TITLES = {
    "isolation": "isolation forest",
    "lof": "LOF",
    "knn": "k nearest neighbours",
    "ecod": "ECOD",
    "bic": "mixture by BIC",
    "ten": "mixture of 10",
}


def detectors(given, seed):
    """Functions of training and test rows that return how anomalous the latter are."""
    return {
        "isolation": partial(negated, lambda x: IsolationForest(random_state=int(seed)).fit(x)),
        "lof": partial(negated, lambda x: LocalOutlierFactor(novelty=True).fit(x)),
        "knn": lambda training, test: KNN().fit(training).decision_function(test),
        "ecod": lambda training, test: ECOD().fit(training).decision_function(test),
        "bic": partial(negated, lambda x: by_bic(x, given, seed)),
        "ten": partial(negated, lambda x: mixture(x, 10, seed)),
    }


def negated(fit, training, test):
    return -fit(training).score_samples(test)


def auroc(anomalous, scores):
    """Of scores that are not numbers, as of infinite ones, the rows count as most anomalous."""
    limit = np.finfo("f8").max
    return roc_auc_score(anomalous, np.nan_to_num(scores, nan=limit, posinf=limit, neginf=-limit))


def anomalous(folder, data, seed):
    return np.fromfile(Path(folder, f"{data}.{seed}.anomalous.f32"), "<f4") == 1


def detect(folder, data, seed, detector):
    """Returns the area under the ROC curve, and seconds, those of the CPU last."""
    training = read(folder, data, seed, "training").astype(float)
    test = read(folder, data, seed, "test").astype(float)
    watch = Stopwatch()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        scores = detector(training, test)
    seconds = watch.read()
    return auroc(anomalous(folder, data, seed), scores), *seconds


def ours(folder, data, seed):
    """The area for the scores that tfflows has left in a file."""
    scores = np.fromfile(Path(folder, f"{data}.{seed}.scores.f32"), "<f4")
    return auroc(anomalous(folder, data, seed), scores.astype(float))


def found(folder, given, results, data):
    """Returns areas and seconds of the CPU by detector, means over seeds; ours come first."""
    seeds = given["seeds"].split()
    areas = [np.mean([ours(folder, data, seed) for seed in seeds])]
    seconds = [results.of("tfflows", data, "default")[:, -1].mean()]
    for name in TITLES:
        values = results.of("peer", data, name)
        areas.append(values[:, 0].mean())
        seconds.append(values[:, -1].mean())
    return areas, seconds


def print_table(folder, given, results):
    print("\nArea under the ROC curve, mean over seeds, the best in bold.\n")
    titles = ["tfflows", *TITLES.values()]
    print_head("data", "training rows", "test rows", "columns", "anomalies", *titles)
    all_areas, all_seconds = [], []
    seed = given["seeds"].split()[0]
    for data in given["data"].split():
        areas, seconds = found(folder, given, results, data)
        training, test = (read(folder, data, seed, part) for part in ("training", "test"))
        count = anomalous(folder, data, seed).sum()
        print_row(data, len(training), *test.shape, count, *marked(areas))
        all_areas.append(areas)
        all_seconds.append(seconds)
    print_row("mean", "", "", "", "", *marked(np.mean(all_areas, axis=0)))
    print_row("seconds of CPU", "", "", "", "", *(f"{s:.1f}" for s in np.mean(all_seconds, axis=0)))


def marked(areas):
    best = np.argmax(areas)
    return [f"**{area:.3f}**" if i == best else f"{area:.3f}" for i, area in enumerate(areas)]


def main(folder):
    given, results = settings(folder), Results(folder)
    with threadpool_limits(1):
        for seed in given["seeds"].split():
            for data in given["data"].split():
                for name, detector in detectors(given, seed).items():
                    key = "peer", data, name, seed
                    results.measure(key, lambda: detect(folder, data, seed, detector))
    print_table(folder, given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
