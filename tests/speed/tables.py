"""Times the tool on tables, DuckDB on the same files, and scikit-learn on their numbers.

The process that starts the tool is small, since Linux counts its memory as that of its children.
Others import the libraries.
"""

import multiprocessing
import os
import subprocess
import sys
import time

SAMPLE = 20_000
NUMBERS = "height, weight, age, visits, spent, score"

TABLE = """
WITH drawn AS (
  SELECT sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS a,
         sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS b,
         sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) AS c,
         random() AS u, random() AS v, random() AS w, random() AS z
  FROM range({rows}))
SELECT round(170 + 10 * a, 1) AS height,
       exp(4.2 + 0.1 * a + 0.15 * b) AS weight,
       CAST(floor(20 + 50 * w * w + 5 * abs(c)) AS INT) AS age,
       ['red', 'green', 'blue', 'black', 'white'][1 + CAST(floor(5 * u * u) AS INT)] AS colour,
       CASE WHEN v < 0.2 THEN 'small' WHEN v < 0.7 THEN 'medium' ELSE 'large' END AS size,
       CAST(floor(exp(1 + 0.5 * c + 0.3 * (v > 0.7)::INT)) AS INT) AS visits,
       CASE WHEN z < 0.3 THEN 0.0 ELSE round(exp(3 + b + 0.2 * a), 2) END AS spent,
       CASE WHEN z > 0.9 THEN NULL ELSE round(36.6 + 0.4 * c + 0.1 * b, 1) END AS temperature,
       DATE '2024-01-01' + CAST(floor(700 * u) AS INT) AS day,
       0.5 * b + 0.8 * c AS score
FROM drawn
"""


def make(rows, folder):
    """Writes the table as Parquet and CSV, a part of it to fit, and ten rows."""
    import duckdb

    if os.path.exists(f"{folder}/ten.csv"):
        return
    database = duckdb.connect()
    database.execute("SET threads = 1")
    database.execute("SELECT setseed(0.5)")
    database.execute("CREATE TABLE made AS " + TABLE.format(rows=rows))
    for name, limit in [("all", rows), ("some", SAMPLE), ("ten", 10)]:
        part = f"COPY (FROM made LIMIT {limit}) TO '{folder}/{name}"
        database.execute(part + ".parquet' (FORMAT parquet)")
        database.execute(part + ".csv' (HEADER)")


def line(what, wall, cpu, memory=""):
    print(f"| {what} | {wall:.2f} | {cpu:.2f} | {memory} |", flush=True)


def run(what, *words, heap=None):
    """Runs a process, and prints what it used."""
    environment = dict(os.environ, **({"JAVA_OPTS": f"-Xmx{heap}"} if heap else {}))
    begin = time.time()
    with open(os.devnull, "w") as nowhere:
        process = subprocess.Popen(words, stdout=nowhere, stderr=nowhere, env=environment)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(words)}\nended with {process.returncode}")
    line(what, time.time() - begin, used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)


def here(what, action):
    """Runs a step in this process, and prints what it used."""
    begin, before = time.time(), time.process_time()
    result = action()
    line(what, time.time() - begin, time.process_time() - before)
    return result


def tool_runs(tool, rows, folder):
    model, any_given = f"{folder}/model", f"{folder}/any"
    for place, more in [(model, []), (any_given, ["--conditioning", "any"])]:
        if not os.path.exists(place):
            words = ["fit", f"{folder}/some.parquet", "--out", place, *more]
            run(f"fit of {SAMPLE:,} rows {' '.join(more)}", tool, *words)
    run("--help", tool, "--help")
    run("score, ten rows of CSV", tool, "score", model, f"{folder}/ten.csv")
    for form in ["parquet", "csv"]:
        data, out = f"{folder}/all.{form}", f"{folder}/out.{form}"
        common = ["--out", out, "--force"]
        run(f"score, {form}", tool, "score", model, data, *common)
        run(f"sample, {form}", tool, "sample", model, "-n", str(rows), *common)
    data, out = f"{folder}/all.parquet", ["--out", f"{folder}/out.parquet", "--force"]
    run("explain, parquet", tool, "explain", model, data, *out)
    run("impute, parquet", tool, "impute", any_given, data, *out)
    run("evaluate, the sample", tool, "evaluate", model, f"{folder}/some.parquet")
    words = ["fit", data, "--steps", "200", "--out", f"{folder}/short", "--force"]
    run("fit of all rows, 200 steps, heap of 2 GiB", tool, *words, heap="2g")


def floors(folder):
    import duckdb
    import numpy as np
    from sklearn.mixture import GaussianMixture

    database = duckdb.connect()
    data = f"{folder}/all.parquet"
    query = f"SELECT sum(hash(COLUMNS(*)) % 2) FROM '{data}'"
    here("DuckDB reads the Parquet", lambda: database.execute(query).fetchall())
    for form, options in [("parquet", "FORMAT parquet"), ("csv", "HEADER")]:
        copy = f"COPY (FROM '{folder}/all.{form}') TO '{folder}/copy.{form}' ({options})"
        here(f"DuckDB copies the {form}", lambda: database.execute(copy))
    select = f"SELECT {NUMBERS} FROM '{folder}/"
    some, everything = (
        np.column_stack(list(database.execute(select + part + ".parquet'").fetchnumpy().values()))
        for part in ["some", "all"]
    )
    mixture = GaussianMixture(20, random_state=0)
    here(f"GaussianMixture of 20, fit of {SAMPLE:,} rows", lambda: mixture.fit(some))
    here("GaussianMixture scores all rows", lambda: mixture.score_samples(everything))


def apart(step, *words):
    """Runs a step in a process of its own."""
    process = multiprocessing.Process(target=step, args=words)
    process.start()
    process.join()
    if process.exitcode != 0:
        sys.exit(process.exitcode)


def main():
    tool, rows, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    apart(make, rows, folder)
    print(f"{rows:,} rows of ten columns, {os.cpu_count()} processors\n")
    print("| what | seconds | of processors | MiB |\n|---|---|---|---|", flush=True)
    tool_runs(tool, rows, folder)
    apart(floors, folder)


if __name__ == "__main__":
    main()
