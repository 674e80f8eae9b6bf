"""Fills the gaps of the part "filling" by other libraries, and prints them beside the defaults of
tfflows.

usage: filling.py FOLDER

Of numbers, in standard deviations of their column: the continuous ranked probability score of the
draws of a cell, by its unbiased estimate (mean distance from the truth, minus half of the mean
distance of two draws). Of names: the share of draws that are the truth. Both are means over columns.
"draws of the column" are values of other rows, whatever the row holds.
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from settings import Results, Stopwatch, print_head, print_row, settings, spread

TITLES = {"column": "draws of the column", "miceforest": "miceforest"}


def table(folder, data, seed, part):
    return pd.read_csv(Path(folder, f"{data}.{seed}.{part}.csv"))


def is_number(column):
    return pd.api.types.is_numeric_dtype(column)


def is_time(column):
    return column.dropna().astype(str).str.match(r"\d{4}-\d\d-\d\d").all()


def column(gaps, given, seed):
    """Draws of the values of each column."""
    random = np.random.default_rng(int(seed))
    draw = lambda x: random.choice(x.dropna(), len(x))
    return [gaps.apply(draw) for _ in range(int(given["draws"]))]


def miceforest(gaps, given, seed):
    import miceforest as mf

    table = gaps.copy()
    for name in table:
        if not is_number(table[name]):
            timed = is_time(table[name])
            times = lambda x: (pd.to_datetime(x) - pd.Timestamp(0, tz="UTC")).dt.total_seconds()
            table[name] = times(table[name]) if timed else table[name].astype("category")
    # The default for names fails where a probability is one.
    match = {name: "normal" if is_number(table[name]) else "fast" for name in table}
    kernel = mf.ImputationKernel(
        table, int(given["draws"]), mean_match_strategy=match, random_state=int(seed)
    )
    kernel.mice(int(given["iterations"]), num_threads=1)
    return [kernel.complete_data(draw) for draw in range(int(given["draws"]))]


def score(truth, draws):
    """The unbiased estimate of the CRPS of each cell, by draws shaped [draws, cells]."""
    count = len(draws)
    ranks = 2 * np.arange(1, count + 1) - count - 1
    distance = 2 * (ranks[:, None] * np.sort(draws, axis=0)).sum(axis=0) / (count * (count - 1))
    return np.abs(draws - truth).mean(axis=0) - distance / 2


def scores(whole, gaps, draws):
    """The mean score of numbers, and the mean share of names that are right; NaN for none."""
    numbers, names = [], []
    for name in whole:
        at = (gaps[name].isna() & whole[name].notna()).to_numpy()
        truth = whole[name].to_numpy()[at]
        found = [draw[name].to_numpy()[at] for draw in draws]
        if is_number(whole[name]):
            scale = whole[name].std()
            numbers.append(score(truth / scale, np.stack(found).astype(float) / scale).mean())
        elif not is_time(whole[name]):
            names.append(np.mean([draw.astype(str) == truth.astype(str) for draw in found]))
    return [np.mean(found) if found else np.nan for found in (numbers, names)]


def measured(folder, data, seed, peer, given):
    whole, gaps = (table(folder, data, seed, part) for part in ("whole", "gaps"))
    watch = Stopwatch()
    draws = globals()[peer](gaps, given, seed)
    return *scores(whole, gaps, draws), *watch.read()


def ours(folder, data, seed, given):
    """The scores of the tables that QualityRuns wrote."""
    whole, gaps = (table(folder, data, seed, part) for part in ("whole", "gaps"))
    parts = [f"tfflows-{draw}" for draw in range(int(given["draws"]))]
    return scores(whole, gaps, [table(folder, data, seed, part) for part in parts])


def main(folder):
    given, results = settings(folder), Results(folder)
    warnings.simplefilter("ignore")
    peers = ["column", *given["peers"].split()]
    with threadpool_limits(1):
        for data in given["data"].split():
            for seed in given["seeds"].split():
                for peer in peers:
                    work = lambda: measured(folder, data, seed, peer, given)
                    results.measure(("peer", data, peer, seed), work)
    print("\nContinuous ranked probability score of numbers in standard deviations, in brackets the")
    print("share of names that are right; and seconds of the CPU for the fit and all draws.\n")
    print_head("data", "tfflows", *(TITLES[peer] for peer in peers), "seconds (last peer)")
    for data in given["data"].split():
        own = np.array([ours(folder, data, seed, given) for seed in given["seeds"].split()])
        others = [results.of("peer", data, peer) for peer in peers]
        cell = lambda found: f"{spread(found[:, 0])} ({found[:, 1].mean():.3f})"
        seconds = [found[:, -1].mean() for found in (results.of("tfflows", data, "default"), others[-1])]
        print_row(data, *map(cell, [own, *others]), f"{seconds[0]:.0f} ({seconds[1]:.0f})")


if __name__ == "__main__":
    main(sys.argv[1])
