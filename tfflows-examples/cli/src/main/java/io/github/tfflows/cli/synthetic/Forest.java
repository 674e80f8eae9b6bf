package io.github.tfflows.cli.synthetic;

import io.github.tfflows.tables.synthetic.TableSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Output;
import org.tribuo.OutputFactory;
import org.tribuo.Prediction;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.FullyWeightedVotingCombiner;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

/**
 * A random forest (Breiman 2001, doi:10.1023/A:1010933404324) that predicts an output from columns;
 * the unknown output is for rows without a known one.
 */
record Forest<T extends Output<T>>(Features features, Model<T> model, T unknown) {
  private static final int TREES = 50;
  private static final int DEPTH = 12;
  private static final float FEATURES = 0.6f;
  private static final int MOST_IN_LEAF = 20;
  private static final int ROWS_PER_LEAF = 50;
  private static final String NUMBER = "y";

  /** The logger, kept in a field, since loggers without references lose their level. */
  private static final Logger LOGGER = Logger.getLogger("org.tribuo");

  static {
    LOGGER.setLevel(Level.WARNING);
  }

  /** Fits a forest that predicts the place of a category. */
  static Forest<Label> ofNames(TableSample rows, double[] places, long seed) {
    List<Label> outputs =
        DoubleStream.of(places).mapToObj(place -> new Label(label(place))).toList();
    CARTClassificationTrainer tree =
        new CARTClassificationTrainer(DEPTH, leaf(rows), 0, FEATURES, false, new GiniIndex(), seed);
    return fit(
        new RandomForestTrainer<>(tree, new FullyWeightedVotingCombiner(), TREES, seed),
        new LabelFactory(),
        rows,
        outputs);
  }

  /** Fits a forest that predicts a number. */
  static Forest<Regressor> ofNumbers(TableSample rows, double[] numbers, long seed) {
    List<Regressor> outputs =
        DoubleStream.of(numbers).mapToObj(number -> new Regressor(NUMBER, number)).toList();
    CARTRegressionTrainer tree =
        new CARTRegressionTrainer(
            DEPTH, leaf(rows), 0, FEATURES, false, new MeanSquaredError(), seed);
    return fit(
        new RandomForestTrainer<>(tree, new AveragingCombiner(), TREES, seed),
        new RegressionFactory(),
        rows,
        outputs);
  }

  private static float leaf(TableSample rows) {
    return Math.max(1, Math.min(MOST_IN_LEAF, rows.count() / ROWS_PER_LEAF));
  }

  private static <T extends Output<T>> Forest<T> fit(
      Trainer<T> trainer, OutputFactory<T> factory, TableSample rows, List<T> outputs) {
    Features features = Features.fit(rows);
    MutableDataset<T> data =
        new MutableDataset<>(
            features.examples(rows, outputs),
            new SimpleDataSourceProvenance("rows", factory),
            factory);
    return new Forest<>(features, trainer.train(data), factory.getUnknownOutput());
  }

  /** Returns the predicted probability of a category for each row. */
  static double[] probabilities(Forest<Label> forest, TableSample rows, double place) {
    return forest.predict(
        rows,
        one -> {
          Label scored = one.getOutputScores().get(label(place));
          return scored == null ? 0 : scored.getScore();
        });
  }

  /** Returns the place of the most probable category for each row. */
  static double[] places(Forest<Label> forest, TableSample rows) {
    return forest.predict(rows, one -> Integer.parseInt(one.getOutput().getLabel()));
  }

  static double[] numbers(Forest<Regressor> forest, TableSample rows) {
    return forest.predict(rows, one -> one.getOutput().getValues()[0]);
  }

  private double[] predict(TableSample rows, ToDoubleFunction<Prediction<T>> read) {
    List<T> outputs = Collections.nCopies(rows.count(), unknown);
    List<Example<T>> examples = features.examples(rows, outputs);
    return examples.stream().map(model::predict).mapToDouble(read).toArray();
  }

  private static String label(double place) {
    return Integer.toString((int) place);
  }

  /**
   * Columns as features of a forest: a number by its place among quantiles of the training rows, a
   * category by its place, and zero for a missing value.
   *
   * @param quantiles ascending numbers for each column; empty for categories
   */
  record Features(List<double[]> quantiles) {
    private static final int BINS = 64;

    static Features fit(TableSample training) {
      return new Features(
          training.columns().stream()
              .map(column -> column.isNamed() ? new double[0] : quantiles(column.present()))
              .toList());
    }

    /**
     * All values if they are few, otherwise the least value of each of several equally large parts.
     */
    private static double[] quantiles(double... present) {
      double[] distinct = DoubleStream.of(present).sorted().distinct().toArray();
      if (distinct.length <= BINS) {
        return distinct;
      }
      double[] sorted = DoubleStream.of(present).sorted().toArray();
      return IntStream.range(0, BINS)
          .mapToDouble(i -> sorted[(int) ((long) i * sorted.length / BINS)])
          .distinct()
          .toArray();
    }

    <T extends Output<T>> List<Example<T>> examples(TableSample rows, List<T> outputs) {
      String[] names =
          IntStream.range(0, quantiles.size())
              .mapToObj("c%06d"::formatted) // in the order of names, as examples need it
              .toArray(String[]::new);
      List<Example<T>> examples = new ArrayList<>();
      for (int row = 0; row < rows.count(); row++) {
        int at = row;
        double[] values =
            IntStream.range(0, names.length)
                .mapToDouble(i -> place(rows.columns().get(i).values()[at], quantiles.get(i)))
                .toArray();
        examples.add(new ArrayExample<>(outputs.get(row), names, values));
      }
      return examples;
    }

    private static double place(double value, double... quantiles) {
      if (Double.isNaN(value)) {
        return 0;
      }
      if (quantiles.length == 0) {
        return 1 + value;
      }
      int found = Arrays.binarySearch(quantiles, value);
      return 2 + (found >= 0 ? found : -found - 2);
    }
  }
}
