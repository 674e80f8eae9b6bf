"""TensorFlow Serving's requests, by its published protos: each must fit what the models declare.

No server runs here. For every signature a PredictRequest (gRPC) and a JSON body (REST) are built,
written and read back, held to names, types and shapes of the signature, and what they carry is run
through the loaded model. The warm-up file is read as the server reads it.
"""

import json
import pathlib

import tensorflow as tf
from tensorflow.core.protobuf import saved_model_pb2
from tensorflow_serving.apis import predict_pb2, prediction_log_pb2

METHOD = "tensorflow/serving/predict"


def declared(path):
    """The signatures in the file, as the server reads them."""
    saved = saved_model_pb2.SavedModel()
    saved.ParseFromString(pathlib.Path(path, "saved_model.pb").read_bytes())
    return saved.meta_graphs[0].signature_def


def misfits(signature, inputs):
    """What a TensorProto map has against a signature."""
    if signature.method_name != METHOD:
        yield f"method {signature.method_name}"
    if set(inputs) != set(signature.inputs):
        yield f"inputs {sorted(inputs)}, declared {sorted(signature.inputs)}"
        return
    for name, tensor in inputs.items():
        info = signature.inputs[name]
        shape = tf.TensorShape(info.tensor_shape)
        if tensor.dtype != info.dtype:
            yield f"{name} has type {tensor.dtype}, declared {info.dtype}"
        if not shape.is_compatible_with(tf.TensorShape(tensor.tensor_shape)):
            yield f"{name} has another shape than {shape}"


def grpc(key, signature, inputs):
    """A PredictRequest after its way over the wire."""
    request = predict_pb2.PredictRequest()
    request.model_spec.name = "flow"
    request.model_spec.signature_name = key
    for name, value in inputs.items():
        dtype = tf.dtypes.as_dtype(signature.inputs[name].dtype)
        request.inputs[name].CopyFrom(tf.make_tensor_proto(value, dtype))
    return predict_pb2.PredictRequest.FromString(request.SerializeToString())


def rest(key, signature, inputs):
    """POST /v1/models/flow:predict in column format, read with the declared types."""
    body = json.loads(json.dumps({"signature_name": key, "inputs": inputs}))
    return {
        name: tf.make_tensor_proto(value, tf.dtypes.as_dtype(signature.inputs[name].dtype))
        for name, value in body["inputs"].items()
    }


def run(model, key, inputs):
    arguments = {name: tf.constant(tf.make_ndarray(tensor)) for name, tensor in inputs.items()}
    return model.signatures[key](**arguments)


def requests(results, name, path, model, answers):
    signatures = declared(path)
    for key, answer in answers.items():
        signature = signatures[key]
        for client, inputs in (
            ("PredictRequest", grpc(key, signature, answer["inputs"]).inputs),
            ("REST body", rest(key, signature, answer["inputs"])),
        ):
            wrong = list(misfits(signature, inputs))
            if wrong:
                results.fail(client, f"{name} {key}", "; ".join(wrong))
            else:
                got = run(model, key, inputs)
                results.compare(client, f"{name} {key}", got, answer["outputs"])


def warm_up(results, folder):
    """The recorded requests of the versioned model: the inputs of real_nvp_conditional."""
    version = pathlib.Path(folder, "serving/real_nvp/7")
    file = version / "assets.extra" / "tf_serving_warmup_requests"
    model, signatures = tf.saved_model.load(str(version)), declared(version)
    expected = json.loads(pathlib.Path(folder, "real_nvp_conditional.json").read_text())
    for record in tf.data.TFRecordDataset(str(file)):
        log = prediction_log_pb2.PredictionLog.FromString(record.numpy())
        request = log.predict_log.request
        key = request.model_spec.signature_name
        wrong = list(misfits(signatures[key], request.inputs))
        if wrong:
            results.fail("warm-up request", f"real_nvp {key}", "; ".join(wrong))
        else:
            got = run(model, key, request.inputs)
            results.compare("warm-up request", f"real_nvp {key}", got, expected[key]["outputs"])
