package io.github.tfflows.core;

import java.util.Locale;

/** How definitions appear in the names of parameters. */
final class Names {
  /**
   * {@code MaskedAutoregressive} becomes {@code masked_autoregressive}; a turned map keeps its
   * name.
   */
  static String of(Bijector bijector) {
    Bijector named = bijector instanceof Inverted turned ? turned.bijector() : bijector;
    return named
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
        .toLowerCase(Locale.ROOT);
  }

  private Names() {}
}
