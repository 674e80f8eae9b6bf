"""Prints a signature's inputs and outputs as lines of plain numbers, for clients without JSON:
name, input or output, type, rows, columns (0 for a vector), then all values. Usage: columns.py
JSON SIGNATURE
"""

import json
import pathlib
import sys

import numpy as np

import table

file = pathlib.Path(sys.argv[1])
dtype, _ = table.form(file.stem)
answer = json.loads(file.read_text())[sys.argv[2]]
for role in ("input", "output"):
    for name, values in answer[role + "s"].items():
        array = np.array(values)
        columns = array.shape[1] if array.ndim > 1 else 0
        print(name, role, dtype, len(array), columns, *array.ravel())
