"""Converts the exported models to ONNX by tf2onnx and runs them in onnxruntime.

log_prob, inverse and forward of every model; of each the first row also alone. `sample` has no ONNX
form: it draws by StatelessRandomGetKeyCounter and StatelessRandomNormalV2, which take their seed as
an input, as no ONNX operator does. Draws are `forward` of noise that the client draws from the base,
such as normal numbers: DRAWS of each model are checked to have the density that `log_prob` gives
them. Left out are models that ask for XLA, whose functions tf2onnx does not open, and in double
precision splines, for which onnxruntime has no Softplus, and tails, whose logarithm tf2onnx casts to
single precision. Writes OUT/NAME.SIGNATURE.onnx. Usage: onnx_client.py FOLDER OUT
"""

import functools
import logging
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
# An error in a pass of the optimizer is one of the conversion: tf2onnx keeps no copy of the graph
# from before each pass, which would take half of the time.
os.environ["TF2ONNX_CATCH_ERRORS"] = "FALSE"

import numpy as np
import onnxruntime
import tensorflow as tf
import tf2onnx.convert

import table

OPSET = 17
SIGNATURES = ("log_prob", "inverse", "forward")
DRAWS = 500

# Of the median draw, relative: where a spline is steep, rounded draws have other densities.
DRAWS_WITHIN = {"float32": 1e-3, "float64": 1e-9}


def runs(name):
    """Whether tf2onnx and onnxruntime have all that a model is made of."""
    dtype, compiled = table.form(name)
    return not compiled and (dtype == "float32" or name.startswith("affine_chain"))


def convert(signature, file):
    """Writes a signature as ONNX; inputs and outputs keep their names."""
    inputs = signature.structured_input_signature[1]
    names = sorted(inputs)
    function = tf.function(lambda *values: signature(**dict(zip(names, values))))
    specs = [tf.TensorSpec(inputs[name].shape, inputs[name].dtype, name) for name in names]
    tf2onnx.convert.from_function(function, specs, opset=OPSET, output_path=str(file))


def run(session, inputs):
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, inputs)))


def check(out, results, name, path, answers):
    if not runs(name):
        return
    logging.getLogger("tf2onnx").setLevel(logging.ERROR)
    model = tf.saved_model.load(path)
    sessions = {}
    for key in SIGNATURES:
        what, file = f"{name} {key}", pathlib.Path(out, f"{name}.{key}.onnx")
        try:
            convert(model.signatures[key], file)
            session = onnxruntime.InferenceSession(str(file))
        except Exception as error:  # any reason is a failure of this signature only
            results.fail("onnxruntime", what, f"{type(error).__name__}: {error}"[:500])
            continue
        sessions[key] = session
        dtype, _ = table.form(name)
        inputs = {k: np.array(v, dtype) for k, v in answers[key]["inputs"].items()}
        got = run(session, inputs)
        results.compare("onnxruntime", what, got, answers[key]["outputs"])
        first = run(session, {k: v[:1] for k, v in inputs.items()})
        alone = {k: np.concatenate([first[k], v[1:]]) for k, v in got.items()}
        results.compare("onnxruntime, row alone", what, alone, answers[key]["outputs"])
    if len(sessions) == len(SIGNATURES) and not name.startswith("other_bijectors"):
        draw(results, name, sessions, answers["log_prob"]["inputs"])


def draw(results, name, sessions, like):
    """Draws from a model on a standard normal base: log p(x) is log N(z) - log |det| for x of z."""
    dtype, _ = table.form(name)
    random = np.random.default_rng(1)
    z = random.normal(size=(DRAWS, len(like["x"][0]))).astype(dtype)
    context = {
        k: np.resize(np.array(v, dtype), (DRAWS, len(v[0]))) for k, v in like.items() if k != "x"
    }
    drawn = run(sessions["forward"], {"z": z, **context})
    found = run(sessions["log_prob"], {"x": drawn["x"], **context})["log_prob"]
    normal = -(z.astype("float64") ** 2 + np.log(2 * np.pi)).sum(1) / 2
    expected = normal - drawn["log_det"]
    error = float(np.median(np.abs(found - expected)) / np.median(np.abs(expected)))
    results.within("onnxruntime, draws", f"{name} forward", error, DRAWS_WITHIN[dtype])


def whole_rows(folder, out):
    """Compares a table with names, gaps and point masses with TensorFlow; no cell is given."""
    results, file = table.Table(), pathlib.Path(out, "animals.log_prob.onnx")
    model = tf.saved_model.load(str(pathlib.Path(folder, "tables", "animals")))
    signature = model.signatures["log_prob"]
    inputs = signature.structured_input_signature[1].items()
    ones = {name: np.ones((3, spec.shape[1]), np.float32) for name, spec in inputs}
    expected = signature(**{name: tf.constant(values) for name, values in ones.items()})
    convert(signature, file)
    got = run(onnxruntime.InferenceSession(str(file)), ones)
    results.compare("onnxruntime", "animals log_prob", got, expected)
    return results


def main(folder, out):
    print(f"tf2onnx {tf2onnx.__version__}, onnxruntime {onnxruntime.__version__}, opset {OPSET}")
    pathlib.Path(out).mkdir(parents=True, exist_ok=True)
    results = table.each(functools.partial(check, out), folder)
    results.add(whole_rows(folder, out))
    results.finish()


if __name__ == "__main__":
    main(*sys.argv[1:3])
