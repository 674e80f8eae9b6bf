"""Writes inputs and outputs of signatures as lines of plain numbers, for clients without JSON: name,
input or output, type, rows, columns (0 for a vector), then all values. For each model there is a
file OUT/NAME.SIGNATURE.txt. Usage: columns.py FOLDER OUT SIGNATURE...
"""

import pathlib
import sys

import numpy as np

import table


def lines(dtype, answer):
    for role in ("input", "output"):
        for name, values in answer[role + "s"].items():
            array = np.array(values)
            columns = array.shape[1] if array.ndim > 1 else 0
            line = (name, role, dtype, len(array), columns, *array.ravel())
            yield " ".join(str(word) for word in line) + "\n"


def main(folder, out, *signatures):
    for name, _, answers in table.models(folder):
        for key in signatures:
            file = pathlib.Path(out, f"{name}.{key}.txt")
            file.write_text("".join(lines(table.form(name)[0], answers[key])))


if __name__ == "__main__":
    main(*sys.argv[1:])
