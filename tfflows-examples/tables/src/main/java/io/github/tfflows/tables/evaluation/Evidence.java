package io.github.tfflows.tables.evaluation;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The log-densities of new rows under a model, and its draws.
 *
 * @param test the rows, in random order
 * @param logProb their log-densities, in nats
 * @param draws finite draws; a conditional model draws one row for each of the first contexts
 * @param drawLogProb the log-densities of the draws, in nats
 * @param lost the number of dropped draws that are not finite
 * @param latent the latent rows, if the base is a standard normal
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Evidence(
    Data test, float[] logProb, Data draws, float[] drawLogProb, int lost, Optional<Rows> latent) {
  private static final int LEAST = 4;

  /**
   * Runs a model on rows.
   *
   * @param test new rows
   * @param draws the largest number of draws, at least four
   * @param seed equal seeds give equal draws
   * @throws IllegalArgumentException if there are fewer than four rows or draws, or the rows do not
   *     suit the model
   * @throws IllegalStateException if fewer than four draws of the model are finite
   */
  public static Evidence collect(CompiledDistribution model, Data test, int draws, long seed) {
    if (test.count() < LEAST) {
      throw new IllegalArgumentException(
          "an evaluation needs at least %s rows, got %s".formatted(LEAST, test.count()));
    }
    Require.atLeast("draws", draws, LEAST);
    Data rows = test.split(0, seed).training();
    float[] logProb = model.given(rows.context()).logProb(rows.x());
    Optional<Rows> latent = Calibration.latent(model, rows, logProb);
    Data contexts = rows.slice(0, Math.min(rows.count(), draws));
    Draws drawn =
        model.contextSize() == 0
            ? model.sampleAndLogProb(contexts.count(), seed)
            : model.given(contexts.context()).sampleAndLogProb(contexts.count(), seed);
    int[] finite = finite(drawn);
    if (finite.length < LEAST) {
      throw new IllegalStateException(
          "of %s draws of the model %s are finite".formatted(drawn.x().count(), finite.length));
    }
    Rows context = model.contextSize() == 0 ? Rows.empty(drawn.x().count()) : contexts.context();
    return new Evidence(
        rows,
        logProb,
        new Data(drawn.x(), context).select(finite),
        select(drawn.logProb(), finite),
        drawn.x().count() - finite.length,
        latent);
  }

  private static int[] finite(Draws drawn) {
    int size = drawn.x().size();
    return IntStream.range(0, drawn.x().count())
        .filter(
            row ->
                IntStream.range(row * size, (row + 1) * size)
                    .allMatch(i -> Float.isFinite(drawn.x().values()[i])))
        .toArray();
  }

  private static float[] select(float[] values, int[] indices) {
    float[] chosen = new float[indices.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = values[indices[i]];
    }
    return chosen;
  }
}
