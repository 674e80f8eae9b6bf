package io.github.tfflows.cli.evaluate;

import io.github.tfflows.cli.statistic.Calibration;
import io.github.tfflows.cli.statistic.Columns;
import io.github.tfflows.cli.statistic.EnergyTest;
import io.github.tfflows.cli.statistic.Settings;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The log-densities of unseen rows under a model, and its draws.
 *
 * @param test the rows, in random order
 * @param logProb their log-densities, in nats
 * @param draws finite draws; of a conditional model one for each of the first contexts
 * @param drawLogProb the log-densities of the draws, in nats
 * @param lost the number of draws left out because they were not finite
 * @param latent the latent rows, if the base is a standard normal
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Evidence(
    NamedRows test,
    float[] logProb,
    Data draws,
    float[] drawLogProb,
    int lost,
    Optional<Rows> latent) {
  private static final int LEAST = 4;

  /**
   * Runs a model on rows.
   *
   * @param model the model
   * @param test rows it has not seen
   * @param settings the number of draws, and the seed
   * @return the evidence
   * @throws IllegalArgumentException if there are fewer than four rows or they do not suit the
   *     model
   * @throws IllegalStateException if the model draws nothing finite
   */
  public static Evidence collect(CompiledDistribution model, NamedRows test, Settings settings) {
    if (test.count() < LEAST) {
      throw new IllegalArgumentException(
          "an evaluation needs at least %s rows, got %s".formatted(LEAST, test.count()));
    }
    Data rows = test.data().split(0, settings.seed()).training();
    float[] logProb = model.given(rows.context()).logProb(rows.x());
    Optional<Rows> latent = Calibration.latent(model, rows, logProb);
    Data contexts = rows.slice(0, Math.min(rows.count(), settings.draws()));
    Draws drawn =
        model.contextSize() == 0
            ? model.sampleAndLogProb(Math.max(LEAST, contexts.count()), settings.seed())
            : model.given(contexts.context()).sampleAndLogProb(contexts.count(), settings.seed());
    int[] finite = finite(drawn);
    if (finite.length < LEAST) {
      throw new IllegalStateException(
          "of %s draws of the model %s are finite".formatted(drawn.x().count(), finite.length));
    }
    Rows context = model.contextSize() == 0 ? Rows.empty(drawn.x().count()) : contexts.context();
    return new Evidence(
        test.with(rows),
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

  /**
   * The energy test of rows against draws. Those of a conditional model are compared with their
   * contexts, which come from other rows on either side, so that the sides are independent.
   */
  EnergyTest energy(Settings settings) {
    boolean conditional = draws.context().size() > 0;
    int most = Math.min(test.count(), draws.count()) / (conditional ? 2 : 1);
    int count = Math.min(settings.compared(), most);
    Data rows = test.data().slice(0, count);
    Data drawn = draws.slice(draws.count() - count, draws.count());
    return EnergyTest.of(
        Columns.joined(test.zeroed(rows.x()), rows.context()),
        Columns.joined(test.zeroed(drawn.x()), drawn.context()),
        settings.permutations(),
        settings.seed());
  }
}
