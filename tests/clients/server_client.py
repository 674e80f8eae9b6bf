"""The server: every signature by the REST API of TensorFlow Serving, in columns and rows, and by the
Open Inference Protocol with Triton's client. Usage: server_client.py FOLDER ADDRESS
"""

import functools
import json
import sys
import urllib.request

import numpy as np
import tritonclient.http as triton

import table

TYPES = {"float32": "FP32", "float64": "FP64", "int32": "INT32", "int64": "INT64"}


def rest(address, name, body):
    request = urllib.request.Request(
        f"http://{address}/v1/models/{name}:predict", json.dumps(body).encode()
    )
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def by_name(outputs, expected):
    """Outputs by name, also where there is one and it has none."""
    return outputs if len(expected) > 1 else {next(iter(expected)): outputs}


def columns(address, name, key, answer):
    body = {"signature_name": key, "inputs": answer["inputs"]}
    return by_name(rest(address, name, body)["outputs"], answer["outputs"])


def rows(address, name, key, answer):
    inputs = answer["inputs"]
    instances = [dict(zip(inputs, values)) for values in zip(*inputs.values())]
    body = {"signature_name": key, "instances": instances}
    predictions = rest(address, name, body)["predictions"]
    if len(answer["outputs"]) == 1:
        return by_name(predictions, answer["outputs"])
    return {output: [row[output] for row in predictions] for output in answer["outputs"]}


def inference(address, name, key, answer, forms, binary):
    """The outputs, where arrays travel as bytes after the JSON, or in it."""
    client = triton.InferenceServerClient(address)
    inputs = []
    for each, values in answer["inputs"].items():
        array = np.array(values, forms[each])
        inputs.append(triton.InferInput(each, list(array.shape), TYPES[forms[each]]))
        inputs[-1].set_data_from_numpy(array, binary_data=binary)
    outputs = [triton.InferRequestedOutput(each, binary_data=binary) for each in answer["outputs"]]
    result = client.infer(name, inputs, outputs=outputs, parameters={"signature_name": key})
    for output in answer["outputs"]:
        assert ("data" not in result.get_output(output)) == binary, result.get_output(output)
    return {output: result.as_numpy(output) for output in answer["outputs"]}


def check(address, results, name, path, answers):
    dtype, _ = table.form(name)
    for key, answer in answers.items():
        what = f"{name} {key}"
        forms = {each: {"count": "int32", "seed": "int64"}.get(each, dtype) for each in answer["inputs"]}

        def compare(client, outputs):
            typed = {each: np.array(values, dtype) for each, values in outputs.items()}
            results.compare(client, what, typed, answer["outputs"])

        compare("server, columns", columns(address, name, key, answer))
        if "seed" not in answer["inputs"]:
            compare("server, rows", rows(address, name, key, answer))
        for client, binary in (("bytes", True), ("JSON", False)):
            results.compare(
                f"Triton's client, {client}",
                what,
                inference(address, name, key, answer, forms, binary),
                answer["outputs"],
            )


def main(folder, address):
    table.each(functools.partial(check, address), folder).finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
