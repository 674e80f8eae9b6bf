import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Runs signatures of models by DJL. Arguments: the folder of the models, and the folder of their
 * numbers, which are files {@code NAME.SIGNATURE.txt} by {@code columns.py}.
 */
class DjlClient {
  /** The bounds of relative errors, by type. */
  private static final Map<DataType, Double> RELATIVE =
      Map.of(DataType.FLOAT32, 1e-5, DataType.FLOAT64, 1e-13);

  public static void main(String[] arguments) throws Exception {
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(arguments[1]))) {
      files = all.filter(file -> file.toString().endsWith(".txt")).sorted().toList();
    }
    int passed = 0;
    Map<DataType, Double> worst = new EnumMap<>(DataType.class);
    for (Path file : files) {
      String[] name = file.getFileName().toString().split("\\.");
      List<String> lines = Files.readAllLines(file);
      double error = error(Path.of(arguments[0], name[0]), name[1], lines);
      DataType type = type(lines.get(0).split(" "));
      if (error <= RELATIVE.get(type)) {
        passed++;
      } else {
        System.out.printf("FAILED DJL %s %s: relative %.1e%n", name[0], name[1], error);
      }
      worst.merge(type, error, Math::max);
    }
    worst.forEach((type, error) -> System.out.printf("DJL: %s max rel %.1e%n", type, error));
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

  private static DataType type(String[] words) {
    return DataType.valueOf(words[2].toUpperCase(Locale.ROOT));
  }

  private static NDArray array(NDManager manager, String[] words) {
    double[] values =
        Arrays.stream(words, 5, words.length).mapToDouble(Double::parseDouble).toArray();
    long rows = Long.parseLong(words[3]);
    long columns = Long.parseLong(words[4]);
    NDArray array =
        manager
            .create(values, columns == 0 ? new Shape(rows) : new Shape(rows, columns))
            .toType(type(words), false);
    array.setName(words[0]);
    return array;
  }

  /** The largest difference by the largest entry. */
  private static double relative(NDArray got, NDArray expected) {
    if (!got.getShape().equals(expected.getShape()) || got.getDataType() != expected.getDataType()) {
      return Double.POSITIVE_INFINITY;
    }
    double[] a = doubles(got);
    double[] b = doubles(expected);
    double difference = 0;
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
      largest = Math.max(largest, Math.abs(b[i]));
    }
    return difference / largest;
  }

  private static double[] doubles(NDArray array) {
    return Arrays.stream(array.toArray()).mapToDouble(Number::doubleValue).toArray();
  }
}
