import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs signatures of models by DJL. Arguments: the folder of the models, and the folder of their
 * numbers, which are files {@code NAME.SIGNATURE.txt} by {@code columns.py}.
 */
class DjlClient {
  private static final double RELATIVE = 1e-5;

  public static void main(String[] arguments) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[1]))) {
      files = all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    int passed = 0;
    double worst = 0;
    for (Path file : files) {
      String[] name = file.getFileName().toString().split("\\.");
      double error = error(Path.of(arguments[0], name[0]), name[1], Files.readAllLines(file));
      if (error <= RELATIVE) {
        passed++;
      } else {
        System.out.printf("FAILED DJL %s %s: relative %.1e%n", name[0], name[1], error);
      }
      worst = Math.max(worst, error);
    }
    System.out.printf("DJL: max rel %.1e%n", worst);
    System.out.printf("%d passed, %d failed%n", passed, files.size() - passed);
    System.exit(passed == files.size() && passed > 0 ? 0 : 1);
  }

  /** The largest relative difference of a signature's outputs. */
  private static double error(Path path, String signature, List<String> lines) throws Exception {
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(path)
            .optModelName("saved_model")
            .optEngine("TensorFlow")
            .optOption("Tags", "serve")
            .optOption("SignatureDefKey", signature)
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel();
        Predictor<NDList, NDList> predictor = model.newPredictor();
        NDManager manager = model.getNDManager().newSubManager()) {
      NDList inputs = new NDList();
      NDList expected = new NDList();
      for (String line : lines) {
        (line.contains(" output ") ? expected : inputs).add(array(manager, line.split(" ")));
      }
      NDList got = predictor.predict(inputs);
      double worst = got.size() == expected.size() ? 0 : Double.POSITIVE_INFINITY;
      for (NDArray output : got) {
        worst = Math.max(worst, relative(output, expected.get(output.getName())));
      }
      return worst;
    }
  }

  private static NDArray array(NDManager manager, String[] words) {
    float[] values = new float[words.length - 4];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(words[i + 4]);
    }
    long rows = Long.parseLong(words[2]);
    long columns = Long.parseLong(words[3]);
    NDArray array =
        manager.create(values, columns == 0 ? new Shape(rows) : new Shape(rows, columns));
    array.setName(words[0]);
    return array;
  }

  /** The largest difference by the largest entry. */
  private static double relative(NDArray got, NDArray expected) {
    float[] a = got.toFloatArray();
    float[] b = expected.toFloatArray();
    if (!got.getShape().equals(expected.getShape())) {
      return Double.POSITIVE_INFINITY;
    }
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(b[i]));
    }
    return difference / largest;
  }
}
