"""Fits the peers of the part "defaults", and prints them beside the defaults of tfflows.

usage: defaults.py FOLDER
"""

import sys
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from mixtures import by_bic, mixture
from settings import (
    Results,
    Stopwatch,
    print_head,
    print_row,
    properties,
    read,
    read_training,
    settings,
    spread,
)


def scikit_learn(folder, data, seed, fit):
    """Does the same with a mixture."""
    training, test = read_training(folder, data, seed), read(folder, data, seed, "test")
    watch = Stopwatch()
    model = fit(training)
    seconds = watch.read()
    return model.score(test.astype(float)), *seconds


def zuko(folder, data, seed, given):
    import zuko_best  # needs PyTorch, which the short form does without

    return zuko_best.measure(folder, data, seed, given)


def measure(folder, data, seed, given, results):
    key = lambda library, model: (library, data, model, seed)
    fitted = lambda fit: lambda: scikit_learn(folder, data, seed, fit)
    if "zuko" in given["peers"]:
        results.measure(key("zuko", "nsf"), lambda: zuko(folder, data, seed, given))
    results.measure(key("scikit-learn", "gaussian"), fitted(lambda x: mixture(x, 1, seed)))
    for covariance in given["covariances"].split():
        by = lambda x: by_bic(x, given, seed, float(covariance))
        results.measure(key("scikit-learn", f"mixture {covariance}"), fitted(by))


def titles(given):
    """The title of each column, by library and model; those of tfflows come first."""
    names = {"default": "tfflows", "table": "tfflows, TableFit"}
    columns = {("tfflows", flow): names[flow] for flow in given["flows"].split()}
    if "zuko" in given["peers"]:
        columns["zuko", "nsf"] = "zuko, NSF"
    columns["scikit-learn", "gaussian"] = "Gaussian"
    for covariance in given["covariances"].split():
        columns["scikit-learn", f"mixture {covariance}"] = f"mixture, {covariance}"
    return columns


def truth(folder, data, given):
    known = properties(Path(folder, "truths.properties"))
    keys = [f"{data}.{seed}" for seed in given["seeds"].split()]
    values = [float(known[key]) for key in keys if key in known]
    return f"{np.mean(values):.3f}" if values else ""


def print_table(folder, given, results):
    columns = titles(given)
    print("\nMean log-likelihood of the test rows in nats a row, and its standard deviation over")
    print("seeds; the best in bold. The Gaussians are full; of the mixtures of them, BIC chooses")
    print("the components; what is added to the variances is in the title. Seconds are of the CPU.\n")
    seconds = [f"{title}, s" for title in columns.values()]
    print_head("data", "rows", "columns", *columns.values(), "truth", "ours - best other", *seconds)
    for data in given["data"].split():
        found = [results.of(library, data, model) for library, model in columns]
        means = [values[:, 0].mean() for values in found]
        cells = [spread(values[:, 0]) for values in found]
        best = int(np.nanargmax(means))
        cells[best] = f"**{cells[best]}**"
        shape = read_training(folder, data, given["seeds"].split()[0]).shape
        ours = len(given["flows"].split())
        gain = f"{max(means[:ours]) - max(means[ours:]):+.3f}"
        times = [f"{values[:, 2].mean():.1f}" for values in found]
        print_row(data, *shape, *cells, truth(folder, data, given), gain, *times)


def main(folder):
    given, results = settings(folder), Results(folder)
    with threadpool_limits(1):
        for seed in given["seeds"].split():
            for data in given["data"].split():
                measure(folder, data, seed, given, results)
    print_table(folder, given, results)


if __name__ == "__main__":
    main(*sys.argv[1:])
