package io.github.tfflows.cli.synthetic;

import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.synthetic.TableSample;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.hipparchus.random.Well19937c;
import org.hipparchus.util.MathArrays;

/**
 * A two-sample test by a classifier (Lopez-Paz and Oquab 2017, arXiv 1610.06545): a random forest
 * that separates two samples, measured on rows that it was not fitted to.
 */
final class TwoSampleForest {
  private static final int FOLDS = 5;

  /** The least number of rows of each sample. */
  static final int LEAST = 2 * FOLDS;

  /**
   * Returns the cross-validated area under the ROC curve: the mean over five folds.
   *
   * @param first a sample of at least ten rows
   * @param second a sample of the same columns, at least ten rows
   * @param seed equal seeds give equal areas
   */
  static Auroc compare(TableSample first, TableSample second, long seed) {
    TableSample all = first.followedBy(second);
    int[] folds = new int[all.count()];
    deal(folds, 0, first.count(), seed);
    deal(folds, first.count(), all.count(), seed + 1);
    Auroc[] areas =
        IntStream.range(0, FOLDS)
            .parallel()
            .mapToObj(fold -> area(all, first.count(), folds, fold, seed))
            .toArray(Auroc[]::new);
    double squares = Arrays.stream(areas).mapToDouble(Auroc::standardError).map(e -> e * e).sum();
    return new Auroc(
        Arrays.stream(areas).mapToDouble(Auroc::value).average().orElseThrow(),
        Math.sqrt(squares) / FOLDS);
  }

  /** Assigns a range of rows to equally large folds, at random. */
  private static void deal(int[] folds, int from, int to, long seed) {
    int[] order = IntStream.range(from, to).toArray();
    MathArrays.shuffle(order, new Well19937c(seed));
    for (int i = 0; i < order.length; i++) {
      folds[order[i]] = i % FOLDS;
    }
  }

  private static Auroc area(TableSample all, int firsts, int[] folds, int fold, long seed) {
    int[] training = IntStream.range(0, folds.length).filter(i -> folds[i] != fold).toArray();
    int[] test = IntStream.range(0, folds.length).filter(i -> folds[i] == fold).toArray();
    double[] sides = IntStream.of(training).mapToDouble(i -> i < firsts ? 0 : 1).toArray();
    double[] scores =
        Forest.probabilities(
            Forest.ofNames(all.select(training), sides, seed + fold), all.select(test), 1);
    int inFirst = (int) IntStream.of(test).filter(i -> i < firsts).count();
    return Auroc.of(
        Arrays.copyOfRange(scores, inFirst, scores.length), Arrays.copyOf(scores, inFirst));
  }

  private TwoSampleForest() {}
}
