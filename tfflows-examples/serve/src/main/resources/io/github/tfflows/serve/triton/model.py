"""Answers requests of Triton's Python backend by the SavedModel in the directory of this file."""

import json
import pathlib

import numpy as np
import tensorflow as tf
import triton_python_backend_utils as triton


class TritonPythonModel:
    def initialize(self, args):
        config = json.loads(args["model_config"])
        self.has_batches = config["max_batch_size"] > 0
        self.outputs = [output["name"] for output in config["output"]]
        folder = pathlib.Path(args["model_repository"], args["model_version"])
        self.model = tf.saved_model.load(str(folder))
        self.call = self.model.signatures[config["parameters"]["signature"]["string_value"]]
        self.forms = self.call.structured_input_signature[1]

    def execute(self, requests):
        inputs = [{each.name(): each.as_numpy() for each in request.inputs()} for request in requests]
        if self.has_batches and len(inputs) > 1:
            try:
                return self.joined(inputs)
            except Exception:  # one of the requests may be wrong: each is answered alone
                pass
        return [self.alone(each) for each in inputs]

    def joined(self, inputs):
        rows = {name: np.concatenate([each[name] for each in inputs]) for name in inputs[0]}
        ends = np.cumsum([len(next(iter(each.values()))) for each in inputs])[:-1]
        parts = {name: np.split(values, ends) for name, values in self.run(rows).items()}
        return [self.response({name: part[i] for name, part in parts.items()}) for i in range(len(inputs))]

    def alone(self, inputs):
        try:
            return self.response(self.run(inputs))
        except Exception as error:
            return triton.InferenceResponse(error=triton.TritonError(str(error)))

    def run(self, inputs):
        outputs = self.call(**{name: self.tensor(name, values) for name, values in inputs.items()})
        return {name: np.atleast_1d(outputs[name].numpy()) for name in self.outputs}

    def tensor(self, name, values):
        """Triton has no arrays without sizes: such a one has size one there."""
        is_single = self.forms[name].shape.rank == 0
        return tf.reshape(values, []) if is_single else tf.constant(values)

    def response(self, outputs):
        return triton.InferenceResponse([triton.Tensor(name, values) for name, values in outputs.items()])
