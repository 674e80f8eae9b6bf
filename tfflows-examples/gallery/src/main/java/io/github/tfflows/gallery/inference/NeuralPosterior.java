package io.github.tfflows.gallery.inference;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.scalar.Sigmoid;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Density;
import io.github.tfflows.core.training.Training;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

/**
 * The posterior of every outcome as one conditional flow (neural posterior estimation: Papamakarios
 * and Murray, 2016, arXiv:1605.06376). The flow ends in a map onto the box of the prior, so that
 * all density is inside.
 */
public final class NeuralPosterior implements AutoCloseable {
  private static final int LAYERS = 4;

  private final CompiledDistribution model;
  private final StandardColumns units;

  private NeuralPosterior(CompiledDistribution model, StandardColumns units) {
    this.model = model;
    this.units = units;
  }

  /**
   * Trains a posterior.
   *
   * @param parameters one set of parameters a row
   * @param outcomes the outcome of the simulator for each
   * @param training the recipe
   * @return the posterior, to be closed
   */
  public static NeuralPosterior fit(
      BoxPrior prior, float[][] parameters, float[][] outcomes, Training training) {
    StandardColumns units = StandardColumns.fit(outcomes);
    Data data = Data.of(parameters, units.of(outcomes));
    return new NeuralPosterior(training.fit(flow(prior), data), units);
  }

  /** Splines on the reals, then the logistic map, stretched to the box. */
  private static Distribution flow(BoxPrior prior) {
    List<Double> width = new ArrayList<>();
    for (int k = 0; k < prior.size(); k++) {
      width.add(prior.high().get(k) - prior.low().get(k));
    }
    Mlp network = Mlp.of(64, 64).withActivation(Activations.TANH);
    return Flows.neuralSplineCoupling(prior.size(), LAYERS, new RationalQuadratic(8, 5), network)
        .then(Sigmoid.unit(), new Standardize(prior.low(), width));
  }

  /** Returns the posteriors of outcomes: one outcome for every row, or one for each. */
  public Density given(float[]... outcomes) {
    return model.given(units.of(outcomes));
  }

  @Override
  public void close() {
    model.close();
  }
}
