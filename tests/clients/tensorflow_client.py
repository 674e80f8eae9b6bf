"""Python TensorFlow reads the exported models: each signature must give Java's numbers, and the
density must have the gradients that central differences have.

tf.saved_model.load, Keras' TFSMLayer, saved_model_cli, and the requests of serving_client. Not
every result is the same bit for bit: the runtime rewrites graphs called eagerly otherwise than those of a session, which Java and
saved_model_cli open; and what XLA compiles here was not compiled in Java. Usage:
tensorflow_client.py FOLDER
"""

import contextlib
import io
import os
import pathlib
import sys
import tempfile
from unittest import mock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np
import tensorflow as tf
from absl import flags
from absl.testing import flagsaver
from tensorflow.core.protobuf import saved_model_pb2
from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2
from tensorflow.python.tools import saved_model_cli

import serving_client
import table
import table_client

# The step of central differences, and how far gradients may be from what they are compared with.
STEP = 1e-6
GRADIENT = {"float32": 1e-3, "float64": 1e-6}

flags.FLAGS.mark_as_parsed()  # those of saved_model_cli, which it reads

# Models that are run by it as well.
COMMAND_LINE = (
    "neural_spline_coupling_conditional",
    "neural_spline_coupling_float64",
    "neural_spline_coupling_xla",
)


def tensors(signature, inputs):
    """The inputs in the types that the signature declares."""
    declared = signature.structured_input_signature[1]
    return {name: tf.constant(value, declared[name].dtype) for name, value in inputs.items()}


def saved_model(results, name, model, answers):
    if set(model.signatures) != set(answers):
        results.fail("saved_model.load", f"{name} all", f"signatures {sorted(model.signatures)}")
    for key, answer in answers.items():
        signature = model.signatures[key]
        got = signature(**tensors(signature, answer["inputs"]))
        results.compare("saved_model.load", f"{name} {key}", got, answer["outputs"])


def compilation(results, name, path):
    """A model must ask for XLA if its name says so: compiled or not, the numbers are alike."""
    saved = saved_model_pb2.SavedModel()
    saved.ParseFromString(pathlib.Path(path, "saved_model.pb").read_bytes())
    asks = any(
        node.attr["_XlaMustCompile"].b
        for node in saved.meta_graphs[0].graph_def.node
        if "_XlaMustCompile" in node.attr
    )
    if asks == table.form(name)[1]:
        results.passed("saved_model.pb", f"{name} compilation")
    else:
        results.fail("saved_model.pb", f"{name} compilation", f"asks for XLA: {asks}")


def keras_layer(results, name, path, model, answers):
    """TFSMLayer passes its argument by position, which signatures of several inputs refuse: of
    those, the function that the layer holds is called by name. It casts to its own type. The layers
    share the model that is loaded."""
    dtype, _ = table.form(name)
    for key, answer in answers.items():
        with mock.patch.object(tf.saved_model, "load", return_value=model):
            layer = keras.layers.TFSMLayer(path, call_endpoint=key, dtype=dtype)
        inputs = tensors(model.signatures[key], answer["inputs"])
        if len(inputs) == 1:
            client, got = "keras TFSMLayer", layer(*inputs.values())
        else:
            client, got = "keras call_endpoint_fn", layer.call_endpoint_fn(**inputs)
        results.compare(client, f"{name} {key}", got, answer["outputs"])


def density(model, answers):
    """The density as a function of x alone, with the body of its function inlined: a call of a
    function that was imported is differentiated by rules that several ops lack, or have wrong."""
    signature = model.signatures["log_prob"]
    function = convert_variables_to_constants_v2(signature, aggressive_inlining=True)
    names = [tensor.op.name.rsplit("/", 1)[-1] for tensor in function.inputs]
    given = tensors(signature, answers["log_prob"]["inputs"])

    def at(x):
        (log_prob,) = tf.nest.flatten(function(*[x if n == "x" else given[n] for n in names]))
        return log_prob

    return at, given["x"]


def gradient(at, x):
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(at(x))
    return tape.gradient(total, x).numpy()


def central_differences(at, x):
    """Of rows, which do not depend on each other: one column at a time."""
    columns = np.eye(x.shape[1]) * STEP
    return np.stack([(at(x + step) - at(x - step)) / (2 * STEP) for step in columns], axis=1)


def differentiated(results, name, path, model, answers):
    """In double precision, gradients by x are the central differences; in single, those in double.
    Calls to be compiled are never inlined."""
    wide = pathlib.Path(path).parent / "gradients" / name
    if not wide.exists():
        return
    precise = density(tf.saved_model.load(str(wide)), answers)
    expected = gradient(*precise)
    compared(results, name, "float64", expected, central_differences(*precise))
    compared(results, name, "float32", gradient(*density(model, answers)), expected)


def compared(results, name, dtype, found, expected):
    error = float(np.max(np.abs(found - expected) / (1 + np.abs(expected))))
    results.within("GradientTape", f"{name} {dtype}", error, GRADIENT[dtype])


def command_line(results, name, path, answers):
    """saved_model_cli: the listing names every signature, a run gives the densities."""
    shown = io.StringIO()
    with flagsaver.flagsaver(dir=path, all=True), contextlib.redirect_stdout(shown):
        saved_model_cli.show()
    missing = [key for key in answers if f"signature_def['{key}']" not in shown.getvalue()]
    if missing:
        results.fail("saved_model_cli", f"{name} show", f"missing {missing}")
    else:
        results.passed("saved_model_cli", f"{name} show")
    answer = answers["log_prob"]
    inputs = ";".join(f"{key}={value}" for key, value in answer["inputs"].items())
    asked = {"tag_set": "serve", "signature_def": "log_prob", "input_exprs": inputs}
    with tempfile.TemporaryDirectory() as out:
        with flagsaver.flagsaver(dir=path, outdir=out, **asked):
            saved_model_cli.run()
        got = {"log_prob": np.load(pathlib.Path(out, "log_prob.npy"))}
    results.compare("saved_model_cli", f"{name} log_prob", got, answer["outputs"])


def check(results, name, path, answers):
    model = tf.saved_model.load(path)
    compilation(results, name, path)
    saved_model(results, name, model, answers)
    keras_layer(results, name, path, model, answers)
    differentiated(results, name, path, model, answers)
    serving_client.requests(results, name, path, model, answers)
    if name in COMMAND_LINE:
        command_line(results, name, path, answers)


def main(folder):
    print(f"TensorFlow {tf.__version__}, Keras {keras.__version__}")
    table_client.check(folder)
    results = table.each(check, folder)
    serving_client.warm_up(results, folder)
    results.finish()


if __name__ == "__main__":
    main(sys.argv[1])
