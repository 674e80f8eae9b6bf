"""Fits the peers of the part "prediction", and prints them beside the defaults of tfflows.

usage: prediction.py FOLDER

Of numbers: NGBoost (Normal), quantiles by gradient boosting in LightGBM and CatBoost, quantile
forests, and a Gaussian about a random forest with the deviation of its out-of-bag residuals. The
score of all is twice the mean pinball loss over the levels 0.05, 0.1, ..., 0.95, an estimate of the
continuous ranked probability score. Widths are compared at equal coverage: all intervals from 0.05
to 0.95 are stretched about the median by the one factor with which they hold 90 % of the test rows.
A fifth of the training rows ends the boosting. Of names: the log-loss of histogram gradient
boosting.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from settings import Results, Stopwatch, print_head, print_row, settings, spread

LEVELS = np.arange(1, 20) / 20
NO_DENSITY = lambda y: np.nan
TITLES = {
    "boosted": "histogram boosting",
    "forest": "Gaussian of a forest",
    "ngboost": "NGBoost",
    "lightgbm": "LightGBM",
    "catboost": "CatBoost",
    "quantile_forest": "quantile forest",
}


def table(folder, data, seed):
    """Returns inputs and targets of both parts; names are categories of both."""
    parts = [pd.read_csv(Path(folder, f"{data}.{seed}.{part}.csv")) for part in ("training", "test")]
    for column in parts[0].columns[:-1]:
        if not all(pd.api.types.is_numeric_dtype(part[column]) for part in parts):
            names = sorted(set(parts[0][column].astype(str)))
            for part in parts:
                part[column] = pd.Categorical(part[column].astype(str), names)
    return [(part.drop(columns="y"), part["y"]) for part in parts]


def coded(inputs):
    """Names as numbers, for libraries that read no others."""
    return inputs.apply(lambda x: x.cat.codes if isinstance(x.dtype, pd.CategoricalDtype) else x)


def parted(training):
    """Rows to boost by, and rows that end it."""
    x, y = training
    order = np.random.default_rng(0).permutation(len(y))
    end = len(y) // 5
    return [(x.iloc[some], y.iloc[some]) for some in (order[end:], order[:end])]


def forest(training, x):
    from scipy.stats import norm
    from sklearn.ensemble import RandomForestRegressor

    model = RandomForestRegressor(300, min_samples_leaf=5, oob_score=True, random_state=0)
    model.fit(coded(training[0]), training[1])
    deviation = (training[1] - model.oob_prediction_).std()
    mean = model.predict(coded(x))
    return mean[:, None] + deviation * norm.ppf(LEVELS), lambda y: norm.logpdf(y, mean, deviation)


def ngboost(training, x):
    from ngboost import NGBRegressor

    (some, y), (others, z) = parted((pd.get_dummies(training[0]).astype(float), training[1]))
    model = NGBRegressor(n_estimators=2000, verbose=False, random_state=0)
    model.fit(some, y, X_val=others, Y_val=z, early_stopping_rounds=50)
    dist = model.pred_dist(pd.get_dummies(x).astype(float)[some.columns])
    return np.stack([dist.dist.ppf(level) for level in LEVELS], axis=1), dist.logpdf


def lightgbm(training, x):
    import lightgbm as lgb

    (some, y), (others, z) = parted(training)
    found = []
    for level in LEVELS:
        model = lgb.LGBMRegressor(
            objective="quantile", alpha=level, n_estimators=2000, learning_rate=0.05, verbose=-1
        )
        end = lgb.early_stopping(50, verbose=False)
        model.fit(some, y, eval_set=[(others, z)], callbacks=[end])
        found.append(model.predict(x))
    return np.sort(np.stack(found, axis=1), axis=1), NO_DENSITY


def catboost(training, x):
    from catboost import CatBoostRegressor

    text = lambda part: part.apply(
        lambda c: c.astype(str) if isinstance(c.dtype, pd.CategoricalDtype) else c
    )
    (some, y), (others, z) = parted(training)
    names = [c for c in x if isinstance(x[c].dtype, pd.CategoricalDtype)]
    loss = "MultiQuantile:alpha=" + ",".join(f"{level:.2f}" for level in LEVELS)
    model = CatBoostRegressor(
        loss_function=loss, iterations=1500, early_stopping_rounds=50, thread_count=1, verbose=0,
        allow_writing_files=False,
    )
    model.fit(text(some), y, cat_features=names, eval_set=(text(others), z))
    return np.sort(model.predict(text(x)), axis=1), NO_DENSITY


def quantile_forest(training, x):
    from quantile_forest import RandomForestQuantileRegressor

    model = RandomForestQuantileRegressor(300, min_samples_leaf=5, random_state=0)
    model.fit(coded(training[0]), training[1])
    return model.predict(coded(x), quantiles=list(LEVELS)), NO_DENSITY


def boosted(folder, data, seed):
    """The log-loss of names, and seconds, those of the CPU last."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import log_loss

    (x, y), (others, z) = table(folder, data, seed)
    watch = Stopwatch()
    model = HistGradientBoostingClassifier(
        categorical_features="from_dtype", early_stopping=True, max_iter=1000, random_state=0
    ).fit(x, y)
    probabilities = model.predict_proba(others)
    return log_loss(z, probabilities, labels=model.classes_), *watch.read()


def stretch(error):
    """The factor by which intervals about the median must grow to hold 90 % of the rows."""
    low, middle, high = error[:, 0], error[:, 9], error[:, -1]
    sides = np.where(middle > 0, middle - high, low - middle)
    ratios = np.abs(middle) / np.maximum(sides, np.finfo(float).tiny)
    return np.quantile(ratios, 0.9, method="inverted_cdf")


def quantiles(folder, data, seed, fit):
    """The score; the coverage between the outermost levels, the mean width, and the width at a
    coverage of 90 %; the log-likelihood; and seconds."""
    training, (x, y) = table(folder, data, seed)
    watch = Stopwatch()
    found, log_prob = fit(training, x)
    seconds = watch.read()
    error = y.to_numpy()[:, None] - found
    score = 2 * np.maximum(LEVELS * error, (LEVELS - 1) * error).mean()
    covered = (error[:, 0] >= 0) & (error[:, -1] <= 0)
    width = (found[:, -1] - found[:, 0]).mean()
    stretched = width * stretch(error)
    return score, covered.mean(), width, stretched, np.mean(log_prob(y.to_numpy())), *seconds


def is_named(folder, data, seed):
    return not pd.api.types.is_numeric_dtype(table(folder, data, seed)[0][1])


def measure(folder, given, results):
    for seed in given["seeds"].split():
        for data in given["data"].split():
            key = lambda peer: ("peer", data, peer, seed)
            if is_named(folder, data, seed):
                results.measure(key("boosted"), lambda: boosted(folder, data, seed))
                continue
            for peer in given["peers"].split():
                fit = globals()[peer]
                results.measure(key(peer), lambda: quantiles(folder, data, seed, fit))


def best(scores):
    """The scores as text, the best in bold."""
    means = [np.mean(score) if len(score) else np.inf for score in scores]
    shown = [spread(score, 4) if len(score) else "" for score in scores]
    return [f"**{s}**" if i == np.argmin(means) else s for i, s in enumerate(shown)]


def print_numbers(results, tables, peers):
    print("\nContinuous ranked probability score by 19 quantiles, the best in bold; the share of")
    print("rows in intervals of 90 %, as tfflows corrects them, in brackets that of the best peer;")
    print("and seconds of the CPU.\n")
    titles = [TITLES[peer] for peer in peers]
    print_head("data", "tfflows", *titles, "coverage", "seconds")
    for data in tables:
        ours = results.of("tfflows", data, "default")
        theirs = [results.of("peer", data, peer) for peer in peers]
        first = min(theirs, key=lambda values: values[:, 0].mean())
        scores = best([ours[:, 0], *(values[:, 0] for values in theirs)])
        covered = f"{ours[:, 1].mean():.3f} ({first[:, 1].mean():.3f})"
        seconds = f"{ours[:, -1].mean():.0f} ({first[:, -1].mean():.0f})"
        print_row(data, *scores, covered, seconds)
    print_column(results, tables, peers, 3, "Width at a coverage of 90 %, the least in bold.", 1)
    densities = [peer for peer in peers if peer in ("forest", "ngboost")]
    title = "Negative log-likelihood in nats, the least in bold."
    print_column(results, tables, densities, 4, title, -1)


def print_column(results, tables, peers, place, title, sign):
    """Prints a number of each row of results."""
    print(f"\n{title}\n")
    print_head("data", "tfflows", *(TITLES[peer] for peer in peers))
    for data in tables:
        every = [results.of("tfflows", data, "default")]
        every += [results.of("peer", data, peer) for peer in peers]
        print_row(data, *best([sign * values[:, place] for values in every]))


def print_names(results, tables):
    print("\nLog-loss in nats, the best in bold, and seconds of the CPU.\n")
    print_head("data", "tfflows", TITLES["boosted"], "seconds")
    for data in tables:
        both = [results.of("tfflows", data, "default"), results.of("peer", data, "boosted")]
        seconds = f"{both[0][:, -1].mean():.0f} ({both[1][:, -1].mean():.0f})"
        print_row(data, *best([values[:, 0] for values in both]), seconds)


def main(folder):
    given, results = settings(folder), Results(folder)
    warnings.simplefilter("ignore")
    with threadpool_limits(1):
        measure(folder, given, results)
    seed = given["seeds"].split()[0]
    named = [data for data in given["data"].split() if is_named(folder, data, seed)]
    numeric = [data for data in given["data"].split() if data not in named]
    if numeric:
        print_numbers(results, numeric, given["peers"].split())
    if named:
        print_names(results, named)


if __name__ == "__main__":
    main(sys.argv[1])
