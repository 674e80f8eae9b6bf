"""Python TensorFlow calls a model of a table by its columns: names as strings, numbers in double precision.
Scores must be Java's, and draws values of the columns.
"""

import json
import pathlib
import sys

import numpy as np
import tensorflow as tf

TOLERANCE = 1e-5


def columns(rows):
    """One tensor a column, as a service gets them from {"animal": "cat", "length": 0.3}."""
    return {
        name: tf.constant(
            [row[name] for row in rows], tf.string if isinstance(rows[0][name], str) else tf.float64
        )
        for name in rows[0]
    }


def require(condition, message):
    if not condition:
        sys.exit(f"FAILED {message}")


def scores(signature, answers):
    got = signature(**columns(answers["rows"]))
    for name in ("log_prob", "strangeness", "p_value"):
        have, want = got[name].numpy(), np.array(answers[name], np.float32)
        with np.errstate(invalid="ignore"):
            close = np.abs(have - want) <= TOLERANCE * (1 + np.abs(want))
        same = (have == want) | close
        require(have.shape == want.shape and same.all(), f"{name}: {have}, expected {want}")
    odd = np.isneginf(got["log_prob"].numpy())
    require(odd.sum() == 3 and odd[-3:].all(), f"the last three rows alone are impossible: {odd}")
    one = signature(**columns(answers["rows"][:1]))
    require(one["log_prob"].shape == (1,), "one row has one score")


def draws(signatures, answers):
    names = {row["animal"] for row in answers["rows"][:-4]}
    seed = tf.constant([7, 0], tf.int64)
    got = signatures["sample_columns"](count=tf.constant(500), seed=seed)
    require({name.decode() for name in got["animal"].numpy()} <= names, "drawn names")
    require(np.all(got["body weight"].numpy() > 0), "drawn weights are positive")
    share = np.isnan(got["length"].numpy()).mean()
    require(0 < share < 1, f"some lengths are missing: {share}")
    filled = signatures["impute_columns"](seed=seed, **columns(answers["rows"]))
    given = columns(answers["rows"])
    require(not np.isnan(filled["length"].numpy()).any(), "imputed lengths")
    there = ~np.isnan(given["length"].numpy())
    equal = filled["length"].numpy()[there] == given["length"].numpy()[there]
    require(equal.all(), "given lengths stay")
    explained = signatures["explain_columns"](**given)
    require(set(explained) == set(given), f"explained columns: {sorted(explained)}")
    unseen = explained["animal"].numpy()
    require(np.isfinite(unseen[-4]) and unseen[-4] < unseen[:-4].min(), "an unseen name is unlikely")


def check(folder):
    path = pathlib.Path(folder, "tables", "animals")
    answers = json.loads(path.with_suffix(".json").read_text())
    signatures = tf.saved_model.load(str(path)).signatures
    scores(signatures["log_prob_columns"], answers)
    draws(signatures, answers)
    print(f"{len(answers['rows'])} rows by their columns: scores as in Java, draws in range")
