"""Writes the tables of part "explaining" as CSV: training rows, and test rows with planted cells.

usage: explaining_sets.py FOLDER

The data and their splits are those of prediction_sets.py. Half of the test rows have one cell of
another row with another value, in a column drawn evenly; planted.csv has the name of the column for
each test row, or nothing.
"""

import csv
import sys
from pathlib import Path

import numpy as np

from prediction_sets import split
from settings import settings


def plant(rows, random):
    """Changes a cell in half of the rows; returns the column of each."""
    values = {column: [row[column] for row in rows if row[column]] for column in rows[0]}
    planted = []
    for row in rows:
        column = random.choice(list(row)) if random.random() < 0.5 else ""
        others = [value for value in values.get(column, []) if value != row[column]]
        if others:
            row[column] = random.choice(others)
        planted.append({"planted": column if others else ""})
    return planted


def write(folder, data, seed, part, rows):
    with Path(folder, f"{data}.{seed}.{part}.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main(folder):
    given = settings(folder)
    for data in given["data"].split():
        for seed in given["seeds"].split():
            training, test = split(data, seed)
            planted = plant(test, np.random.default_rng(int(seed)))
            parts = {"training": training, "test": test, "planted": planted}
            for part, rows in parts.items():
                write(folder, data, seed, part, rows)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
