"""Serves every signature of SavedModels by KServe, under the name MODEL-SIGNATURE.
Usage: kserve_server.py PORT MODEL...
"""

import pathlib
import sys

import kserve
import tensorflow as tf
from kserve.protocol.infer_type import InferOutput
from kserve.utils.numpy_codec import from_np_dtype


def output(name, array):
    made = InferOutput(name, list(array.shape), from_np_dtype(array.dtype))
    made.set_data_from_numpy(array, binary_data=True)  # JSON has no infinity
    return made


class SignatureModel(kserve.Model):
    def __init__(self, name, signature):
        super().__init__(name)
        self.signature = signature
        self.ready = True

    def predict(self, payload, headers=None, response_headers=None):
        if isinstance(payload, kserve.InferRequest):
            given = {each.name: each.as_numpy() for each in payload.inputs}
        else:
            rows = payload["instances"]
            given = {name: [row[name] for row in rows] for name in rows[0]}
        forms = self.signature.structured_input_signature[1]
        typed = {}
        for name, values in given.items():
            array = tf.constant(values, forms[name].dtype)
            typed[name] = tf.reshape(array, []) if forms[name].shape.rank == 0 else array
        outputs = {name: value.numpy() for name, value in self.signature(**typed).items()}
        if isinstance(payload, kserve.InferRequest):
            return kserve.InferResponse(
                response_id=payload.id or "",
                model_name=self.name,
                infer_outputs=[output(name, array) for name, array in outputs.items()],
                use_binary_outputs=True,
            )
        names, columns = outputs.keys(), [value.tolist() for value in outputs.values()]
        return {"predictions": [dict(zip(names, row)) for row in zip(*columns)]}


def main(port, *folders):
    models = []
    for folder in map(pathlib.Path, folders):
        loaded = tf.saved_model.load(str(folder))
        for key, signature in loaded.signatures.items():
            models.append(SignatureModel(f"{folder.name}-{key}", signature))
            models[-1].loaded = loaded
    kserve.ModelServer(http_port=int(port), enable_grpc=False, workers=1).start(models)


if __name__ == "__main__":
    main(*sys.argv[1:])
