package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Data;
import io.github.tfflows.core.Rows;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * What a trained flow says about rows it has not seen. A row's score is {@code -log p}, so that
 * strange rows score high.
 *
 * @param byClass the scores of the held-out normal rows and of every anomaly
 * @param logProb the log-density of the held-out normal rows with the noise of training, which
 *     bounds the log-probability of the integers from below
 */
record ShuttleScores(Map<String, float[]> byClass, StreamingStatistics logProb) {
  private static final long NOISE_SEED = 7;

  static ShuttleScores of(CompiledDistribution model, Data test, ShuttleData data) {
    Map<String, float[]> byClass = new LinkedHashMap<>();
    byClass.put(ShuttleData.NORMAL, scores(model, test.x()));
    data.faults().forEach(name -> byClass.put(name, scores(model, Rows.of(data.rows(name)))));
    Data noisy = test.dequantized(ShuttleFlow.spacing(test), NOISE_SEED);
    StreamingStatistics logProb = new StreamingStatistics();
    for (float value : model.logProb(noisy.x())) {
      logProb.addValue(value);
    }
    return new ShuttleScores(byClass, logProb);
  }

  /** The scores of one class. */
  float[] of(String name) {
    return byClass.getOrDefault(name, new float[0]);
  }

  /** The scores of the held-out normal rows. */
  float[] normal() {
    return of(ShuttleData.NORMAL);
  }

  /** The names of the classes of anomalies. */
  List<String> faults() {
    return byClass.keySet().stream().filter(name -> !name.equals(ShuttleData.NORMAL)).toList();
  }

  /** The scores of every anomaly, whatever its class. */
  float[] anomalies() {
    return joined(faults().stream().map(this::of).toList());
  }

  private static float[] joined(Collection<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static float[] scores(CompiledDistribution model, Rows rows) {
    float[] scores = model.logProb(rows);
    for (int i = 0; i < scores.length; i++) {
      scores[i] = -scores[i];
    }
    return scores;
  }
}
