"""Compares draws of the defaults of tfflows, and of other libraries, with rows, and prints the
scores.

usage: synthetic.py FOLDER

Detection, of tables with published scores: SDMetrics' by XGBoost, as TabPC has it
(arXiv:2603.23016): three folds of all draws and as many training rows, and 1 - max(0, 2 AUROC - 1),
so that 1 means that they cannot be told apart. The same with logistic regression.

Of all tables: SDMetrics' quality report against the training rows; the AUROC of histogram gradient
boosting that tells draws from unseen rows, in three folds (.5 is best); how well it predicts unseen
rows after it has learned from draws, by R2 or, of two names, by the AUROC; the share of draws that
are copies of training rows; and, of tables in RELATIONS, the share that keeps them. The column
"rows" has the same of unseen rows in place of draws, and of learning from the training rows.
"""

import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from sdmetrics.reports.single_table import QualityReport
from sdmetrics.single_table import LogisticDetection
from sdmetrics.single_table.detection.sklearn import ScikitLearnClassifierDetectionMetric
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.metrics import r2_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from xgboost import XGBClassifier

from settings import Results, Stopwatch, print_head, print_row, settings, spread

# Five models each: TabPC, TabDiff, TabSyn and TVAE in TabPC's table.
PUBLISHED = {
    "adult": (0.855, 0.841, 0.794, 0),
    "shoppers": (0.894, 0.736, 0.655, 0),
    "default": (0.262, 0.591, 0.402, 0.002),
    "magic": (0.860, 0.773, 0.760, 0.298),
}
# The target of models that learn from draws, and the columns that contain it in another form.
TARGETS = {
    "adult": ("income", []),
    "bikeshare": ("bikers", ["casual", "registered"]),
    "computers": ("price", []),
    "default": ("default.payment.next.month", []),
    "flights": ("arr_delay", ["dep_time", "arr_time"]),
    "german": ("y", []),
    "magic": ("class", []),
    "movies": ("rating", []),
    "shoppers": ("Revenue", []),
    "spambase": ("y", []),
    "wage": ("wage", ["logwage"]),
    "weather": ("temp", []),
}


def near(found, expected):
    return (found - expected).abs() <= 1e-6 * expected.abs()


def clock(table):
    times = pd.to_datetime(table["time_hour"], utc=True).dt.tz_convert("US/Eastern")
    return (times.dt.month == table["month"]) & (times.dt.day == table["day"])


RELATIONS = {
    "bikeshare": lambda t: near(t["casual"] + t["registered"], t["bikers"]),
    "flights": lambda t: clock(t) & near(100 * t["hour"] + t["minute"], t["sched_dep_time"]),
    "wage": lambda t: near(np.exp(t["logwage"]), t["wage"]),
    "weather": clock,
}


class XGBoostDetection(ScikitLearnClassifierDetectionMetric):
    name = "XGBoost Detection"

    @staticmethod
    def _get_classifier():
        return XGBClassifier(eval_metric="logloss", random_state=0, n_jobs=1)


class Table:
    """Training rows, unseen rows and draws of a seed, by the library that drew them."""

    def __init__(self, folder, data, seed):
        self.folder, self.data, self.seed = folder, data, seed
        lines = Path(folder, f"{data}.kinds").read_text().splitlines()
        self.named = [line.partition("=")[0] for line in lines]
        self.training, self.test = self.read("training"), self.read("test")
        text = [name for name in self.training if self.training[name].dtype == object]
        self.timed = [name for name in text if self.is_time(name)]
        self.named += [name for name in text if name not in self.timed + self.named]

    def read(self, part):
        return pd.read_csv(self.file(part))

    def file(self, part):
        return Path(self.folder, f"{self.data}.{self.seed}.{part}.csv")

    def is_time(self, name):
        return self.training[name].dropna().str.match(r"\d{4}-\d\d-\d\d").all()

    def draws(self, library):
        found = self.read("draws" if library == "tfflows" else library)
        return found[self.training.columns]

    def metadata(self):
        kind = lambda name: "categorical" if name in self.named else "numerical"
        return {"columns": {name: {"sdtype": kind(name)} for name in self.training}}

    def dated(self, rows):
        """Returns rows with seconds in place of times."""
        start = pd.Timestamp(0, tz="UTC")
        seconds = lambda times: (pd.to_datetime(times, utc=True) - start).dt.total_seconds()
        return rows.assign(**{name: seconds(rows[name]) for name in self.timed if name in rows})

    def coded(self, *parts):
        """Returns rows with numbers alone: seconds of times, and codes of names."""
        coded = self.dated(pd.concat(parts, ignore_index=True))
        for name in self.named:
            if name in coded:
                coded[name] = coded[name].astype(str).astype("category").cat.codes
        ends = np.cumsum([len(part) for part in parts])[:-1]
        return np.split(coded.astype(float), ends)


def score(metric, table, rows, draws):
    for name in table.named:
        draws = draws[draws[name].isin(rows[name])]  # SDMetrics refuses names that rows lack.
    np.random.seed(0)
    return metric.compute(
        real_data=table.dated(rows), synthetic_data=table.dated(draws), metadata=table.metadata()
    )


def copies(rows, training):
    known = set(map(tuple, training.to_numpy().tolist()))
    return np.mean([tuple(row) in known for row in rows[training.columns].to_numpy().tolist()])


def detection(table):
    training, test, draws = table.training, table.test, table.draws("tfflows")
    return (
        score(XGBoostDetection, table, training, draws),
        score(LogisticDetection, table, training, draws),
        score(XGBoostDetection, table, test, draws.head(len(test))),
    )


def quality(table, rows):
    report = QualityReport()
    report.generate(table.dated(table.training), table.dated(rows), table.metadata(), verbose=False)
    return report.get_score()


def told_apart(table, rows, others):
    """Returns the AUROC of boosting that tells rows from as many others."""
    count = min(len(rows), len(others))
    x = np.concatenate(table.coded(rows.head(count), others.head(count)))
    y = np.repeat([0, 1], count)
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    model = HistGradientBoostingClassifier(random_state=0)
    return roc_auc_score(y, cross_val_predict(model, x, y, cv=folds, method="predict_proba")[:, 1])


def learned(table, rows):
    """Returns how well boosting that learns from rows predicts unseen rows."""
    target, left_out = TARGETS[table.data]
    parts = [part.dropna(subset=[target]).drop(columns=left_out) for part in (rows, table.test)]
    (x, y), (unseen, truth) = (
        (part.drop(columns=target), part[target]) for part in table.coded(*parts)
    )
    if table.training[target].nunique() == 2:
        model = HistGradientBoostingClassifier(random_state=0).fit(x, y)
        return roc_auc_score(truth, model.predict_proba(unseen)[:, -1])
    return r2_score(truth, HistGradientBoostingRegressor(random_state=0).fit(x, y).predict(unseen))


def related(table, rows):
    return RELATIONS[table.data](rows).mean() if table.data in RELATIONS else np.nan


def against_rows(table, rows):
    """Returns the quality, how well rows are told from unseen ones, and what is learned of them."""
    return (
        quality(table, rows),
        told_apart(table, table.test, rows),
        learned(table, rows),
        copies(rows, table.training),
        related(table, rows),
    )


def real(table):
    """Returns the same scores of unseen rows, and of learning from the training rows."""
    some = table.training.sample(frac=1, random_state=0)
    return (
        quality(table, table.test),
        told_apart(table, table.test, some),
        learned(table, table.training),
        copies(table.test, table.training),
        related(table, table.test),
    )


def copula(table, seed):
    from sdv.single_table import GaussianCopulaSynthesizer

    return sdv(GaussianCopulaSynthesizer(described(table)), table)


def tvae(table, seed):
    import torch
    from sdv.single_table import TVAESynthesizer

    torch.manual_seed(seed)
    return sdv(TVAESynthesizer(described(table), enable_gpu=False), table)


def described(table):
    from sdv.metadata import Metadata

    return Metadata.load_from_dict({"tables": {"rows": table.metadata()}})


def sdv(synthesizer, table):
    synthesizer.fit(table.dated(table.training))
    return synthesizer.sample(len(table.training))


def arf(table, seed):
    from arfpy import arf

    rows = table.dated(table.training)
    rows = rows.assign(**{name: rows[name].astype(str).astype("category") for name in table.named})
    forest = arf.arf(x=rows, random_state=seed)
    forest.forde()
    drawn = forest.forge(n=len(rows))
    # Its numbers have all decimals.
    return drawn.round({name: decimals(rows[name]) for name in rows if name not in table.named})


def decimals(numbers):
    return next((places for places in range(10) if near(numbers.round(places), numbers).all()), 10)


DRAWING = {"copula": copula, "tvae": tvae, "arf": arf}
TITLES = {
    "rows": "rows",
    "tfflows": "tfflows",
    "copula": "Gaussian copula",
    "tvae": "TVAE",
    "arf": "ARF",
}


def peer(table, library):
    """Writes draws by another library, and returns the seconds."""
    watch = Stopwatch()
    np.random.seed(int(table.seed))
    drawn = DRAWING[library](table, int(table.seed))
    seconds = watch.read()
    for name in table.timed:
        drawn[name] = pd.to_datetime(drawn[name], unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    drawn.to_csv(table.file(library), index=False)
    return seconds


def measure(folder, given, results):
    for data in given["data"].split():
        for seed in given["seeds"].split():
            table = Table(folder, data, seed)
            if data in PUBLISHED:
                results.measure(("score", data, "default", seed), lambda: detection(table))
            results.measure(("rows", data, "default", seed), lambda: real(table))
            results.measure(
                ("drawn", data, "tfflows", seed),
                lambda: against_rows(table, table.draws("tfflows")),
            )
            has_gaps = table.training.isna().any(axis=None)
            for library in given["peers"].split():
                if library != "arf" or not has_gaps:  # ARF has no missing values.
                    results.measure((library, data, "default", seed), lambda: peer(table, library))
                    results.measure(
                        ("drawn", data, library, seed),
                        lambda: against_rows(table, table.draws(library)),
                    )


def print_detection(tables, results):
    print("\nDetection by XGBoost (1: draws cannot be told from rows), published scores of TabPC,")
    print("TabDiff, TabSyn and TVAE, detection by logistic regression, and by XGBoost against rows")
    print("that the model has not seen.\n")
    print_head("data", "tfflows", "published", "logistic", "unseen")
    for data in tables:
        found = results.of("score", data, "default")
        published = ", ".join(f"{value:.3f}" for value in PUBLISHED[data])
        print_row(data, spread(found[:, 0]), published, spread(found[:, 1]), spread(found[:, 2]))


def cell(found):
    """Returns the means over seeds as text, the last ones as shares."""
    if not len(found):
        return "–"
    quality, told, learned, copied, related = np.mean(found, axis=0)
    shown = f"{quality:.3f}, {told:.3f}, {learned:.3f}, {100 * copied:.2g} %"
    return shown if np.isnan(related) else f"{shown}, {100 * related:.4g} %"


def print_against_rows(tables, results, libraries):
    print("\nQuality by SDMetrics, AUROC of boosting that tells draws from unseen rows (.5 is best),")
    print("how well it predicts unseen rows after learning from draws, the share of draws that are")
    print("copies, and of those that keep the relations of the table; below, seconds of the CPU.\n")
    print_head("data", *(TITLES[library] for library in ["rows", "tfflows", *libraries]))
    for data in tables:
        drawn = (results.of("drawn", data, library) for library in ["tfflows", *libraries])
        print_row(data, cell(results.of("rows", data, "default")), *map(cell, drawn))
    print()
    print_head("data", *(TITLES[library] for library in ["tfflows", *libraries]))
    for data in tables:
        seconds = (results.of(library, data, "default") for library in ["tfflows", *libraries])
        print_row(data, *(f"{each.mean(axis=0)[1]:.0f}" if len(each) else "–" for each in seconds))


def main(folder):
    given, results = settings(folder), Results(folder)
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    measure(folder, given, results)
    tables = given["data"].split()
    print_detection([data for data in tables if data in PUBLISHED], results)
    print_against_rows(tables, results, given["peers"].split())


if __name__ == "__main__":
    main(sys.argv[1])
