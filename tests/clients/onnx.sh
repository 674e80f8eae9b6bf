#!/usr/bin/env bash
# Converts every model to ONNX, runs it in onnxruntime for Python, draws by `forward` of normal noise,
# and runs two files in onnxruntime for Java, which has no TensorFlow on its class path.
#
#     tests/clients/onnx.sh
set -euo pipefail
cd "$(dirname "$0")"
. ./prepare.sh

# Less the lines that TensorFlow logs for each graph whatever the level.
python onnx_client.py "$models" "$target/onnx" 2> >(grep -v '^[IW]0000' >&2)

version=1.29.0
jar=$HOME/.m2/repository/com/microsoft/onnxruntime/onnxruntime/$version/onnxruntime-$version.jar
if [ ! -e "$jar" ]; then
  mvn -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:get \
    -Dartifact="com.microsoft.onnxruntime:onnxruntime:$version" -Dtransitive=false
fi
name=neural_spline_coupling_conditional
python columns.py "$models" "$target/onnx" log_prob forward
for signature in log_prob forward; do
  java -cp "$jar" OnnxClient.java "$target/onnx/$name.$signature.onnx" "$target/onnx/$name.$signature.txt"
done
