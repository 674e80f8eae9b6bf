package io.github.tfflows.bijectors.surjection;

import io.github.tfflows.core.Surjection.Preimage;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Random choices given the entries of events. */
final class Guesses {
  /**
   * Builds several preimages of {@code x}, each from different random numbers.
   *
   * @param guess builds one preimage, with its weight
   */
  static List<Preimage> of(GraphScope scope, Expr x, int draws, Function<Noise, Preimage> guess) {
    Noise noise = Noise.ofEstimate(scope.sub("noise"), x);
    return IntStream.range(0, draws)
        .mapToObj(draw -> guess.apply(noise.stream(scope, draw)))
        .toList();
  }

  /**
   * Returns a place whose context is the context of {@code scope}, if any, followed by the entries
   * of events.
   */
  static GraphScope given(GraphScope scope, Expr events) {
    Expr entries = events.reshape(-1, events.shape().tail().size());
    return scope.withContext(scope.contextBefore(entries));
  }

  private Guesses() {}
}
