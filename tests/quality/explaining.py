"""Finds planted cells by boosting, and prints how often beside the defaults of tfflows.

usage: explaining.py FOLDER

Boosting predicts each column by the others. A cell is as odd as its residual, or the probability of
its name, is rare among those of the training rows, in folds that the model has not learned from; a
row is as odd as its oddest cell.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict
from threadpoolctl import threadpool_limits

from settings import Results, Stopwatch, print_head, print_row, settings, spread


def table(folder, data, seed, part):
    return pd.read_csv(Path(folder, f"{data}.{seed}.{part}.csv"), keep_default_na=False)


def numbers(columns):
    """Returns columns as numbers, and the codes of names."""
    texts = columns.apply(pd.to_numeric, errors="coerce").isna() & (columns != "")
    named = texts.any()
    codes = lambda name: columns[name].astype("category").cat.codes.astype(float)
    known = lambda name: pd.to_numeric(columns[name], errors="coerce")
    number = lambda name: codes(name) if named[name] else known(name)
    return pd.DataFrame({name: number(name) for name in columns}), named


def fits(x, y, is_name):
    """Returns how well values fit, in folds of the training rows, and a function for others."""
    if not is_name:
        model = HistGradientBoostingRegressor(random_state=0)
        found = -np.abs(y - cross_val_predict(model, x, y, cv=3))
        model.fit(x, y)
        return found, lambda others, values: -np.abs(values - model.predict(others))
    model = HistGradientBoostingClassifier(random_state=0)
    classes = np.unique(y)
    at = lambda probabilities, values, of: np.where(
        np.isin(values, of),
        probabilities[np.arange(len(values)), np.searchsorted(of, values).clip(0, len(of) - 1)],
        0,
    )
    found = at(cross_val_predict(model, x, y, cv=3, method="predict_proba"), y, classes)
    model.fit(x, y)
    return found, lambda others, values: at(model.predict_proba(others), values, model.classes_)


def boosting(training, test):
    """Returns how odd each cell of the test rows is, by column."""
    both, named = numbers(pd.concat([training, test], ignore_index=True))
    old, new = both.iloc[: len(training)], both.iloc[len(training) :]
    odd = {}
    for name in both:
        if old[name].nunique() > 1:
            found, fit = fits(old.drop(columns=name), old[name], named[name])
            values = fit(new.drop(columns=name), new[name])
            rarer = np.searchsorted(np.sort(found), values, side="right")
            odd[name] = -np.log((1 + rarer) / (1 + len(found)))
    return pd.DataFrame(odd)


def scores(planted, odd, oddest):
    """Returns the AUROC of rows with planted cells, and the share of these that are named."""
    is_planted = planted != ""
    return roc_auc_score(is_planted, odd), np.mean(oddest[is_planted] == planted[is_planted])


def planted(folder, data, seed):
    return table(folder, data, seed, "planted")["planted"].to_numpy()


def peer(folder, data, seed):
    watch = Stopwatch()
    cells = boosting(*(table(folder, data, seed, part) for part in ("training", "test")))
    odd, oddest = cells.max(axis=1).to_numpy(), cells.idxmax(axis=1).to_numpy()
    return *scores(planted(folder, data, seed), odd, oddest), *watch.read()


def ours(folder, data, seed):
    """The scores by the oddest cell, by the log-density, and by the strangeness."""
    found, truth = table(folder, data, seed, "explained"), planted(folder, data, seed)
    limit = np.finfo("f8").max
    odd = lambda name: -np.nan_to_num(found[name].astype(float), neginf=-limit)
    areas = [roc_auc_score(truth != "", odd(name)) for name in ("log_prob", "strangeness")]
    return *scores(truth, odd("cell"), found["oddest"].to_numpy()), *areas


def main(folder):
    given, results = settings(folder), Results(folder)
    warnings.simplefilter("ignore")
    tables, seeds = given["data"].split(), given["seeds"].split()
    with threadpool_limits(1):
        for data in tables:
            for seed in seeds:
                results.measure(("peer", data, "boosting", seed), lambda: peer(folder, data, seed))
    print("\nArea under the ROC curve of rows with a planted cell among others, by the oddest cell")
    print("in a model of any cell, and by density and strangeness of rows; the share of planted")
    print("cells whose column is named; and seconds of the CPU.\n")
    titles = ["cells", "boosting", "density", "strangeness", "named", "by boosting", "seconds"]
    print_head("data", *titles)
    for data in tables:
        own = np.array([ours(folder, data, seed) for seed in seeds])
        other = results.of("peer", data, "boosting")
        columns = [own[:, 0], other[:, 0], own[:, 2], own[:, 3], own[:, 1], other[:, 1]]
        seconds = [found[:, -1].mean() for found in (results.of("tfflows", data, "default"), other)]
        print_row(data, *map(spread, columns), f"{seconds[0]:.0f} ({seconds[1]:.0f})")


if __name__ == "__main__":
    main(sys.argv[1])
