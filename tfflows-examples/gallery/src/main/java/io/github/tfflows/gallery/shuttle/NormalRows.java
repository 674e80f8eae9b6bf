package io.github.tfflows.gallery.shuttle;

import io.github.tfflows.bijectors.linear.Standardize;
import io.github.tfflows.core.Chain;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;

/**
 * The normal rows of the Shuttle data with noise between integers, long tails pulled in and columns
 * standardized: nine columns for flows that expect standardized numbers.
 */
public record NormalRows(Rows training, Rows test) {
  /** Reads the rows that come with the examples. */
  public static NormalRows read() throws IOException {
    ShuttleSplit split = ShuttleSplit.of(ShuttleData.read().normal());
    Data training = noisy(split.training(), 1);
    HeavyTails tails = HeavyTails.fit(split.training().x().toArrays());
    int columns = training.x().size();
    Rows pulled = Rows.of(tails.inverse(training.x().toArrays()));
    Chain units = Chain.of(Standardize.fit(pulled.values(), columns), tails.bijector());
    TransformedDistribution raw = new TransformedDistribution(StandardNormal.of(columns), units);
    try (CompiledDistribution model = CompiledDistribution.compile(raw, 0)) {
      return new NormalRows(
          model.inverse(training.x()).value(), model.inverse(noisy(split.test(), 2).x()).value());
    }
  }

  private static Data noisy(Data data, long seed) {
    return data.dequantized(ShuttleFlow.spacing(data), seed);
  }
}
