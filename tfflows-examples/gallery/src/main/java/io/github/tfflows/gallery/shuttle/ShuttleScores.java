package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.gallery.plot.Doubles;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * The scores of unseen rows under a trained flow. The score of a row is {@code -log p}, so that
 * unusual rows score high.
 *
 * @param byClass the scores of the held-out normal rows and of every anomaly
 * @param logProb the log-density of the held-out normal rows with the noise of training, which
 *     bounds the log-probability of the integers from below
 */
record ShuttleScores(Map<String, double[]> byClass, StreamingStatistics logProb) {
  private static final long NOISE_SEED = 7;

  static ShuttleScores of(CompiledDistribution model, Data test, ShuttleData data) {
    Map<String, double[]> byClass = new LinkedHashMap<>();
    byClass.put(ShuttleData.NORMAL, scores(model, test.x()));
    data.faults().forEach(name -> byClass.put(name, scores(model, Rows.of(data.rows(name)))));
    Data noisy = test.dequantized(ShuttleFlow.spacing(test), NOISE_SEED);
    StreamingStatistics logProb = new StreamingStatistics();
    DoubleStream.of(Doubles.of(model.logProb(noisy.x()))).forEach(logProb::addValue);
    return new ShuttleScores(byClass, logProb);
  }

  double[] of(String name) {
    return byClass.getOrDefault(name, new double[0]);
  }

  /** The scores of the held-out normal rows. */
  double[] normal() {
    return of(ShuttleData.NORMAL);
  }

  /** The names of the classes of anomalies. */
  List<String> faults() {
    return byClass.keySet().stream().filter(name -> !name.equals(ShuttleData.NORMAL)).toList();
  }

  /** The scores of every anomaly, whatever its class. */
  double[] anomalies() {
    return faults().stream().map(this::of).flatMapToDouble(DoubleStream::of).toArray();
  }

  private static double[] scores(CompiledDistribution model, Rows rows) {
    return DoubleStream.of(Doubles.of(model.logProb(rows))).map(ShuttleScores::score).toArray();
  }

  /**
   * The score of a row. If the log-density is not a number, the score is the highest: such a row is
   * not normal.
   */
  static double score(double logProb) {
    return Double.isNaN(logProb) ? Double.POSITIVE_INFINITY : -logProb;
  }
}
