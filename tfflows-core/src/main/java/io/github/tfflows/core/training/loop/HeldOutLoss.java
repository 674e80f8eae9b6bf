package io.github.tfflows.core.training.loop;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.LinearGaussian;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The loss of held-out rows, in nats a row.
 *
 * @param mean the mean over all rows, which is reported
 * @param decisive the number that selects the best weights
 */
public record HeldOutLoss(double mean, double decisive) {
  /** One loss in this many is trimmed at either end. */
  private static final int TRIMMED = 100;

  /** The fewest rows that are trimmed. */
  private static final int LEAST_ROWS = 3;

  /** Enough rows for the covariance of {@value #MOST_COLUMNS} columns. */
  private static final int ROWS_OF_GAUSSIAN = 50_000;

  private static final int MOST_COLUMNS = 256;

  /**
   * Returns the loss of data. The trimmed mean decides, because a single outlier can dominate the
   * mean of all losses. It leaves out the highest and the lowest hundredth of the losses, at least
   * one each.
   */
  public static HeldOutLoss ofRows(double[] losses) {
    double[] sorted = losses.clone();
    Arrays.sort(sorted); // NaN above all
    int n = sorted.length;
    int cut = cut(n);
    return new HeldOutLoss(mean(losses, 0, n), mean(sorted, cut, n - cut));
  }

  /** Returns the loss of rows; both means are weighted if the rows are. */
  public static HeldOutLoss ofRows(double[] losses, Data rows) {
    if (!rows.isWeighted()) {
      return ofRows(losses);
    }
    int n = losses.length;
    int[] sorted =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> losses[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    int cut = cut(n);
    return new HeldOutLoss(
        mean(losses, rows, sorted), mean(losses, rows, Arrays.copyOfRange(sorted, cut, n - cut)));
  }

  private static double mean(double[] losses, Data rows, int[] which) {
    double sum = 0;
    double weights = 0;
    for (int i : which) {
      sum += rows.weight(i) * losses[i];
      weights += rows.weight(i);
    }
    return sum / weights;
  }

  /** Returns the number of rows trimmed at either end. */
  private static int cut(int rows) {
    return rows < LEAST_ROWS ? 0 : 1 + (rows - 1) / TRIMMED;
  }

  /**
   * Returns the loss of rows under the Gaussian of the training rows; empty without rows, with too
   * many columns, or with a constant entry.
   */
  public static Optional<HeldOutLoss> ofGaussian(DataSource training, Data rows) {
    if (rows.count() == 0 || rows.x().size() + rows.context().size() > MOST_COLUMNS) {
      return Optional.empty();
    }
    LinearGaussian gaussian = LinearGaussian.fit(training, ROWS_OF_GAUSSIAN);
    float[] logProb = gaussian.logProb(rows);
    double[] losses = new double[logProb.length];
    Arrays.setAll(losses, i -> -logProb[i]);
    HeldOutLoss loss = ofRows(losses, rows);
    return loss.isFinite() && !gaussian.isConstant() ? Optional.of(loss) : Optional.empty();
  }

  /** Returns the loss of draws. Their mean decides, since draws of the flow have no outliers. */
  public static HeldOutLoss ofDraws(double[] losses) {
    double mean = mean(losses, 0, losses.length);
    return new HeldOutLoss(mean, mean);
  }

  static HeldOutLoss of(double[] numbers) {
    return new HeldOutLoss(numbers[0], numbers[1]);
  }

  private static double mean(double[] losses, int from, int to) {
    return Arrays.stream(losses, from, to).average().orElse(Double.NaN);
  }

  boolean isFinite() {
    return Double.isFinite(decisive);
  }

  boolean isBelow(HeldOutLoss other) {
    return !other.isFinite() || decisive < other.decisive;
  }
}
