"""Makes tables, and compares the scores that Java has written of them with those of SDMetrics.

usage: sdmetrics_scores.py make|compare FOLDER
"""

import importlib.util
import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

TOLERANCE = 1e-6
TABLES = ("generated", "diamonds")


def generated(count, seed, shift):
    """Dependent names, whole, skewed and missing numbers, and a column that is constant in one table."""
    random = np.random.default_rng(seed)
    place = random.choice(4, count, p=[0.5, 0.3, 0.15, 0.05])
    size = random.normal(place + shift, 0.7)
    table = pd.DataFrame({
        "animal": np.array(["ant", "bee", "cat", "dog"])[place],
        "home": np.array(["nest", "hive", "house"])[np.minimum(place, 2)],
        "legs": random.poisson(3 + 2 * place),
        "income": np.round(np.exp(size + random.normal(0, 0.5, count)), 4),
        "size": np.round(size, 5),
        "weight": np.round(2 * size + random.normal(0, 0.4 + shift, count), 3),
        "flag": (random.random(count) < (0.1 if shift == 0 else 0)).astype(int),
    })
    table.loc[random.random(count) < 0.2 + shift, "size"] = np.nan
    table.loc[random.random(count) < 0.1, "home"] = np.nan
    table.loc[(place == 1) & (random.random(count) < 0.6), "legs"] = np.nan
    return table


def diamonds():
    """Half of the rows, and the other half with two columns shuffled and noise on others."""
    package = Path(importlib.util.find_spec("plotnine").origin).parent
    rows = pd.read_csv(package / "data" / "diamonds.csv").sample(12_000, random_state=1)
    real, other = rows.iloc[:6_000], rows.iloc[6_000:].copy()
    random = np.random.default_rng(2)
    other["color"] = random.permutation(other["color"])
    other["depth"] = random.permutation(other["depth"])
    other["price"] = (other["price"] * np.exp(random.normal(0, 0.3, len(other)))).round()
    other["x"] = (other["x"] + random.normal(0, 0.5, len(other))).round(2)
    return real, other


def make(folder):
    for name in TABLES:
        (folder / name).mkdir(parents=True, exist_ok=True)
        real, synthetic = (
            diamonds() if name == "diamonds" else (generated(3_000, 1, 0), generated(2_500, 2, 0.1))
        )
        real.to_csv(folder / name / "real.csv", index=False)
        synthetic.to_csv(folder / name / "synthetic.csv", index=False)


def report(folder, columns, threshold):
    """SDMetrics' report on the values that Java has read, in its precision."""
    from sdmetrics.reports import QualityReport

    tables = [
        pd.read_csv(folder / f"{side}.read.csv", float_precision="round_trip")
        for side in ("real", "synthetic")
    ]
    quality = QualityReport()
    if not threshold:
        quality.real_correlation_threshold = quality.real_association_threshold = 0
    metadata = {"tables": {"t": {"columns": columns}}}
    quality.generate(*({"t": table} for table in tables), metadata, verbose=False)
    return quality


def expected(folder, columns):
    """The numbers of SDMetrics by name; those of pairs without the limit on associations."""
    counted, everything = report(folder, columns, True), report(folder, columns, False)
    numbers = {"overall": counted.get_score()}
    numbers["all_pair_trends"] = everything.get_properties()["Score"][1]
    numbers |= dict(zip(("column_shapes", "column_pair_trends"), counted.get_properties()["Score"]))
    for row in counted.get_details("Column Shapes", "t").itertuples():
        numbers[row.Column] = row.Score
    pairs = zip(
        counted.get_details("Column Pair Trends", "t").iterrows(),
        everything.get_details("Column Pair Trends", "t").iterrows(),
    )
    for (_, limited), (_, one) in pairs:
        name = f"{one['Column 1']}, {one['Column 2']}"
        numbers[name] = one["Score"]
        meets = limited["Meets Threshold?"]
        numbers[name + " counts"] = float(not pd.isna(meets) and bool(meets))
    return numbers


def compare(folder):
    worst = 0.0
    for name in TABLES:
        found = json.loads((folder / name / "scores.json").read_text())
        numbers = expected(folder / name, found["columns"])
        if numbers.keys() != found["scores"].keys():
            sys.exit(f"{name}: other numbers: {numbers.keys() ^ found['scores'].keys()}")
        counting = sum(value for key, value in numbers.items() if key.endswith(" counts"))
        print(f"{name}: overall {numbers['overall']:.6f}, {counting:.0f} strong pairs")
        for key, value in numbers.items():
            own = found["scores"][key]
            if pd.isna(value) != (own is None):
                sys.exit(f"{name}, {key}: {own} here, {value} in SDMetrics")
            difference = 0 if own is None else abs(own - value)
            worst = max(worst, difference)
            if difference > TOLERANCE:
                sys.exit(f"{name}, {key}: {own} here, {value} in SDMetrics")
    print(f"largest difference {worst:.1e}")


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    {"make": make, "compare": compare}[sys.argv[1]](Path(sys.argv[2]))
