"""Every signature of SavedModels that a server has under the name MODEL-SIGNATURE, by the Open
Inference Protocol, and in KServe by the REST API of TensorFlow Serving, too; the answers must be
those of Java. Usage: serving_client.py FOLDER SERVER ADDRESS MODEL...
"""

import json
import math
import pathlib
import sys
import urllib.request

import numpy as np
import tritonclient.http as triton

sys.path.append(str(pathlib.Path(__file__).parent.parent / "clients"))
import table

TYPES = {"float32": "FP32", "float64": "FP64", "int32": "INT32", "int64": "INT64", "object": "BYTES"}


def infer(client, name, arrays, outputs):
    """Arrays go and come as bytes: JSON has neither NaN nor infinity."""
    inputs = []
    for each, array in arrays.items():
        inputs.append(triton.InferInput(each, list(array.shape), TYPES[str(array.dtype)]))
        inputs[-1].set_data_from_numpy(array)
    result = client.infer(name, inputs)
    return {each: result.as_numpy(each) for each in outputs}


def numbers(answer, dtype):
    """The inputs of a signature; Triton has no arrays without sizes."""
    forms = {"count": "int32", "seed": "int64"}
    return {
        name: np.atleast_1d(np.array(values, forms.get(name, dtype)))
        for name, values in answer["inputs"].items()
    }


def reshaped(outputs, expected):
    """Triton has the log-densities of a batch as a column."""
    return {name: array.reshape(np.shape(expected[name])) for name, array in outputs.items()}


def rest(address, name, answer):
    inputs = answer["inputs"]
    instances = [dict(zip(inputs, values)) for values in zip(*inputs.values())]
    request = urllib.request.Request(
        f"http://{address}/v1/models/{name}:predict",
        json.dumps({"instances": instances}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as reply:
        rows = json.load(reply)["predictions"]
    return {output: [row[output] for row in rows] for output in answer["outputs"]}


def vectors(results, client, server, address, name, answers):
    dtype, _ = table.form(name)
    for key, answer in answers.items():
        what = f"{name} {key}"
        try:
            got = infer(client, f"{name}-{key}", numbers(answer, dtype), answer["outputs"])
            results.compare(f"{server}, protocol 2", what, reshaped(got, answer["outputs"]), answer["outputs"])
            if server == "KServe" and "seed" not in answer["inputs"]:
                got = rest(address, f"{name}-{key}", answer)
                typed = {each: np.array(values, dtype) for each, values in got.items()}
                results.compare("KServe, protocol 1", what, typed, answer["outputs"])
        except Exception as problem:
            results.fail(server, what, problem)


def columns(rows):
    """Names as texts, numbers in double precision, a column of one entry a row each."""
    kinds = {name: object if isinstance(value, str) else np.float64 for name, value in rows[0].items()}
    encoded = lambda value: value.encode() if isinstance(value, str) else value
    return {name: np.array([encoded(row[name]) for row in rows], kind) for name, kind in kinds.items()}


def animals(results, client, server, answers):
    """Names, gaps and an unknown name, by columns."""
    arrays = columns(answers["rows"])
    if server == "Triton":
        arrays = {name: array.reshape(-1, 1) for name, array in arrays.items()}
    got = infer(client, "animals-log_prob_columns", arrays, ("log_prob", "strangeness", "p_value"))
    for score, array in got.items():
        have, want = array.ravel(), np.array(answers[score], np.float32)
        with np.errstate(invalid="ignore"):
            off = np.where(have == want, 0, np.abs(have - want) / (1 + np.abs(want)))
        results.within(server, f"animals {score}", float(np.max(off)), 1e-5)
    impossible = got["log_prob"].ravel()[-3:]
    results.within(server, "animals unknown", 0 if np.all(impossible == -math.inf) else 1, 0)


def main(folder, server, address, *names):
    client = triton.InferenceServerClient(address, network_timeout=120, connection_timeout=120)
    results = table.Table()
    for name, _, answers in table.models(folder):
        if name in names:
            vectors(results, client, server, address, name, answers)
    if "animals" in names:
        answers = json.loads(pathlib.Path(folder, "tables", "animals.json").read_text())
        animals(results, client, server, answers)
    results.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
