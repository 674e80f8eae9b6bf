"""What is shared by the scripts of quality.sh: the settings, the rows and the results."""

from pathlib import Path

import numpy as np

PARTS = ("training", "validation", "test")


def properties(path):
    """Reads lines of a key and a value; of equal keys the last one counts."""
    lines = [line for line in Path(path).read_text().splitlines() if line and line[0] != "#"]
    pairs = [line.partition("=") for line in lines]
    return {key.strip(): value.strip() for key, _, value in pairs}


def settings(folder):
    return properties(Path(folder, "settings.properties"))


def rows(folder, data):
    """Returns the rows of each part, of single precision as in the files."""
    columns = int(properties(Path(folder, "columns.properties"))[data])
    files = [Path(folder, f"{data}.{part}.f32") for part in PARTS]
    return [np.fromfile(file, "<f4").reshape(-1, columns) for file in files]


def results(folder):
    """Returns log-likelihood, seconds, seconds of CPU and best step by (library, data, flow, seed)."""
    file = Path(folder, "results.tsv")
    lines = file.read_text().splitlines() if file.exists() else []
    cells = [line.split("\t") for line in lines]
    return {tuple(cell[:4]): [float(value) for value in cell[4:]] for cell in cells}
