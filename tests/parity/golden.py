"""Writes what other libraries compute with given weights, for PeerParityTest to compare.

usage: golden.py DIRECTORY [ROWS]
"""

import importlib
import sys
from importlib.metadata import version
from pathlib import Path
from textwrap import fill

import numpy as np

from flows import D, draw, flow, full_names

# Flow, library and the columns of the context.
CASES = [
    ("real_nvp", "zuko", 2),
    ("real_nvp", "tfp", 0),
    ("nice", "nflows", 0),
    ("glow", "tfp", 0),
    ("maf", "zuko", 2),
    ("maf", "tfp", 0),
    ("nsf_coupling", "zuko", 0),
    ("nsf_coupling", "tfp", 0),
    ("nsf_coupling_residual", "nflows", 0),
    ("nsf_autoregressive", "zuko", 0),
    ("nsf_autoregressive", "tfp", 0),
    ("nsf_autoregressive_residual", "nflows", 0),
    ("linear", "tfp", 0),
    ("convolution", "normflows", 0),
    ("act_norm", "nflows", 0),
    ("planar", "normflows", 0),
    ("planar_leaky_relu", "normflows", 0),
    ("radial", "normflows", 0),
]
PACKAGES = {"tfp": "tensorflow-probability"}


def main(directory, rows=40):
    print("| flow | library | own float32: log p | z | x | own way back |")
    print("|---|---|---|---|---|---|")
    for seed, (name, library, context) in enumerate(CASES):
        random = np.random.default_rng(seed)
        links = flow(name, context)
        weights = draw(links, random)
        module = importlib.import_module(f"{library}_flows")
        peers = [
            module.Peer(name, links, weights, context, dtype) for dtype in ("float64", "float32")
        ]
        values = evaluate(peers, name, context, int(rows), random)
        report(name, library, peers, values)
        head = f"{name}, computed in float64 by {PACKAGES.get(library, library)} "
        head += f"{version(PACKAGES.get(library, library))}: {module.NOTE[name]}"
        path = Path(directory, f"{name}.{library}.properties")
        write(path, head, {**values, **full_names(links, weights)})


def evaluate(peers, name, context, rows, random):
    """Returns rows that reach beyond the ends of the splines, and what the library makes of them."""
    size = 12 if name == "convolution" else D
    given = np.round(random.normal(0, 2, (rows, size)), 3)
    c = np.round(random.normal(0, 1, (rows, context)), 3) if context else None
    if getattr(peers[0], "invertible", True):
        z, log_prob = peers[0].inverse(given, c)
        return {"x": given, "context": c, "z": z, "log_prob": log_prob}
    x, log_prob = peers[0].forward_and_log_prob(given)
    return {"x": x, "context": c, "z": given, "log_prob": log_prob}


def report(name, library, peers, values):
    """Prints how far single precision takes the library from itself, and its way back to x."""
    x, z, c = values["x"], values["z"], values["context"]
    double, single = peers
    if getattr(double, "invertible", True):
        z32, log_prob32 = single.inverse(x, c)
    else:
        z32, log_prob32 = z, single.forward_and_log_prob(z)[1]
    found = [
        difference(log_prob32, values["log_prob"]),
        difference(z32, z),
        difference(single.forward(z, c), x),
        difference(double.forward(z, c), x),
    ]
    print(f"| {name} | {library} | " + " | ".join(f"{at:.1e}" for at in found) + " |")


def difference(a, b):
    """The largest difference, relative to numbers beyond one."""
    return np.max(np.abs(a - b) / np.maximum(1, np.abs(b)))


def write(path, head, values):
    text = fill(head, 98, initial_indent="# ", subsequent_indent="# ") + "\n"
    for key, value in values.items():
        if value is not None:
            text += f"{key} = {numbers(value)}\n"
    path.write_text(text)


def numbers(array):
    """A row of the array a line."""
    rows = np.atleast_1d(array)
    rows = rows.reshape(-1, rows.shape[-1]) if rows.ndim > 1 else rows.reshape(1, -1)
    return " \\\n  ".join(" ".join(repr(float(x)) for x in row) for row in rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
