import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Runs an ONNX file in a JVM without TensorFlow and compares its outputs. The numbers are
 * lines of {@code columns.py}. Arguments: the model, the numbers.
 */
class OnnxClient {
  private static final double RELATIVE = 1e-5;

  public static void main(String[] arguments) throws Exception {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> inputs = new HashMap<>();
    Map<String, float[]> expected = new HashMap<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      String[] words = line.split(" ");
      float[] values = new float[words.length - 5];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(words[i + 5]);
      }
      if (words[1].equals("output")) {
        expected.put(words[0], values);
      } else {
        long[] shape = {Long.parseLong(words[3]), Long.parseLong(words[4])};
        inputs.put(words[0], OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), shape));
      }
    }
    try (OrtSession session = environment.createSession(arguments[0]);
        OrtSession.Result results = session.run(inputs)) {
      for (Map.Entry<String, float[]> output : expected.entrySet()) {
        OnnxTensor tensor = (OnnxTensor) results.get(output.getKey()).orElseThrow();
        FloatBuffer values = tensor.getFloatBuffer();
        float[] got = new float[values.remaining()];
        values.get(got);
        double error = relative(got, output.getValue());
        System.out.printf("onnxruntime for Java: %s, max rel %.1e%n", output.getKey(), error);
        if (!(error <= RELATIVE)) {
          System.exit(1);
        }
      }
    }
  }

  /** The largest difference by the largest entry; infinite for another length. */
  private static double relative(float[] got, float[] expected) {
    if (got.length != expected.length) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < got.length; i++) {
      difference = Math.max(difference, Math.abs(got[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return difference / largest;
  }
}
