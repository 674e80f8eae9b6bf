"""OpenVINO reads SavedModels without TensorFlow: the log-densities must be those of Java to 1e-5. It
computes in single precision, whatever the precision of the model. Usage: openvino_client.py FOLDER MODEL...
"""

import pathlib
import sys

import numpy as np
import openvino

sys.path.append(str(pathlib.Path(__file__).parent.parent / "clients"))
import table


def main(folder, *names):
    core = openvino.Core()
    core.set_property("CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    results = table.Table()
    for name, path, answers in table.models(folder):
        if name in names:
            answer, (dtype, _) = answers["serving_default"], table.form(name)
            try:
                model = core.compile_model(core.read_model(path), "CPU")
                inputs = {}
                for port in model.inputs:
                    known = [each for each in answer["inputs"] if any(each in n for n in port.names)]
                    inputs[port] = np.array(answer["inputs"][known[0]], dtype)
                got = next(iter(model(inputs).values()))
                want = np.array(next(iter(answer["outputs"].values())))
                off = float(np.max(np.abs(got - want)) / np.max(np.abs(want)))
                results.within("OpenVINO", f"{name} serving_default", off, 1e-5)
            except Exception as problem:
                results.fail("OpenVINO", f"{name} serving_default", str(problem)[:200])
    results.finish()


if __name__ == "__main__":
    main(*sys.argv[1:])
