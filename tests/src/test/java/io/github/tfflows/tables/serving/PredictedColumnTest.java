package io.github.tfflows.tables.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.prediction.Interval;
import io.github.tfflows.tables.prediction.Prediction;
import io.github.tfflows.tables.prediction.TargetModels;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TString;

/** The signature of predictions gives the numbers of {@link Prediction}. */
class PredictedColumnTest {
  private static final float[] LEVELS = {0.1f, 0.5f, 0.8f, 0.995f};

  /** Beside those levels, some that are none. */
  private static final float[] ASKED = {0.1f, 0.5f, 0.8f, 0.995f, 0, 1, -0.5f, 1.5f, Float.NaN};

  @TempDir Path parent;

  private Path folder() {
    return parent.resolve("model");
  }

  private interface Check {
    void of(TableModel model, Result result);
  }

  private void check(Function<Random, String> target, Map<String, Tensor> more, Check check)
      throws IOException {
    TableSource source = TargetModels.source(target, 0.25);
    try (TableModel model = TargetModels.of(source)) {
      check(source, model, more, check);
    }
  }

  private void check(TableSource source, TableModel model, Map<String, Tensor> more, Check check)
      throws IOException {
    Data rows = TableReader.readAll(source, model.schema(), Missing.MODEL).slice(0, 60);
    TableOrigin origin = new TableOrigin("forData", RowColumns.NONE);
    TableModel.measured(model.distribution(), model.schema(), rows, origin).export(folder());
    try (TableModel loaded = TargetModels.load(folder());
        SavedModelBundle bundle = Tables.bundle(folder());
        TString c = TString.tensorOf(NdArrays.vectorOfObjects("left", "right", "up"));
        TFloat64 z = TFloat64.vectorOf(0.3, -1, Double.NaN)) {
      Map<String, Tensor> inputs = new HashMap<>(Map.of("c", c, "z", z));
      inputs.putAll(more);
      try (Result result = bundle.function("predict_columns").call(inputs)) {
        check.of(loaded, result);
      } finally {
        more.values().forEach(Tensor::close);
      }
    }
  }

  private static double at(Result result, String output, long... place) {
    Tensor tensor = result.get(output).orElseThrow();
    return tensor instanceof TFloat64 many
        ? many.getDouble(place)
        : ((TFloat32) tensor).getFloat(place);
  }

  private static List<Prediction> predictions(TableModel model) {
    return List.of(
        model.predict("y").given(Map.of("c", "left", "z", 0.3)),
        model.predict("y").given(Map.of("c", "right", "z", -1)));
  }

  @Test
  void numbersWithGapsAndWithoutMassesAreServed() throws IOException {
    check(
        r -> "" + r.nextGaussian(),
        Map.of("level", TFloat32.vectorOf(0.9f)),
        (model, result) -> {
          for (int row = 0; row < 2; row++) {
            Prediction y = predictions(model).get(row);
            assertEquals(y.quantile(0.9), at(result, "quantile", row, 0), 1e-3);
            assertEquals(y.missing(), at(result, "missing", row), 1e-5);
          }
        });
  }

  @Test
  void numbersHaveQuantilesIntervalsAndMoments() throws IOException {
    check(
        r -> r.nextInt(3) == 0 ? "0" : "%.2f".formatted(Math.exp(r.nextGaussian())),
        Map.of("level", TFloat32.vectorOf(ASKED)),
        (model, result) -> {
          for (int row = 0; row < 2; row++) {
            Prediction y = predictions(model).get(row);
            for (int i = 0; i < LEVELS.length; i++) {
              double quantile = y.quantile(LEVELS[i]);
              assertEquals(quantile, at(result, "quantile", row, i), 1e-3 * (1 + quantile));
              Interval interval = y.interval(LEVELS[i]);
              assertEquals(interval.low(), at(result, "lower", row, i), 1e-3);
              double high = interval.high();
              assertEquals(high, at(result, "upper", row, i), 1e-3 * (1 + Math.abs(high)));
            }
            double deviation = y.standardDeviation();
            assertEquals(y.mean(), at(result, "mean", row), 0.02 * deviation);
            assertEquals(deviation, at(result, "standard_deviation", row), 0.03 * deviation);
            assertEquals(y.missing(), at(result, "missing", row), 1e-5);
          }
          assertTrue(Double.isNaN(at(result, "quantile", 2, 0)), "up is not a value of c");
          assertEquals(Double.POSITIVE_INFINITY, at(result, "upper", 0, 3));
          for (int i = LEVELS.length; i < ASKED.length; i++) {
            for (String output : List.of("quantile", "lower", "upper")) {
              assertTrue(Double.isNaN(at(result, output, 0, i)), output + " at " + ASKED[i]);
            }
          }
        });
  }

  @Test
  void codesVaryByTheirProbabilities() throws IOException {
    check(
        r -> "" + r.nextInt(2),
        Map.of("level", TFloat32.vectorOf(0.9f)),
        (model, result) -> {
          for (int row = 0; row < 2; row++) {
            Prediction y = predictions(model).get(row);
            double deviation = Math.sqrt(y.mean() * (1 - y.mean()));
            assertEquals(deviation, y.standardDeviation(), 0.01);
            assertEquals(deviation, at(result, "standard_deviation", row), 0.01);
          }
        });
  }

  @Test
  void namesHaveProbabilities() throws IOException {
    check(PredictedColumnTest::name, Map.of(), PredictedColumnTest::assertProbabilities);
  }

  @Test
  void namesThatAreNearlyNeverThereHaveProbabilities() throws IOException {
    TableSource source = TargetModels.source(PredictedColumnTest::name, 0.25);
    try (TableModel usual = TargetModels.of(source);
        TableModel rare = TargetModels.nearlyAlwaysMissing(usual)) {
      check(source, rare, Map.of(), PredictedColumnTest::assertProbabilities);
    }
  }

  private static String name(Random random) {
    return "n" + (int) (40 * random.nextDouble() * random.nextDouble());
  }

  private static void assertProbabilities(TableModel model, Result result) {
    TString names = (TString) result.get("name").orElseThrow();
    for (int row = 0; row < 2; row++) {
      Prediction y = predictions(model).get(row);
      double sum = y.probability("none such");
      for (int i = 0; i < names.shape().get(0); i++) {
        double p = Objects.requireNonNull(y.probabilities().get(names.getObject(i)));
        assertEquals(p, at(result, "probability", row, i), 1e-5);
        sum += p;
      }
      assertEquals(1, sum, 1e-5);
      assertEquals(y.missing(), at(result, "missing", row), 1e-5);
    }
  }
}
