package io.github.tfflows.gallery.worked;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The worked examples. */
enum Example {
  TABLE("the density of a table with columns of any scale", Table::run),
  CONDITIONAL("a conditional density p(x | c)", Conditional::run),
  VARIATIONAL("an unnormalized density, fitted without data", Variational::run),
  ANOMALIES("anomalies: rows less likely than nearly all", Anomalies::run),
  SIMULATION("the parameters of a simulator, from what it yields", Simulation::run),
  TWO_MOONS("posteriors in rounds, and the checks of them", TwoMoons::run),
  BOUNDED("data with bounds", Bounded::run),
  TORUS("angles, with a conditioner of one's own", Torus::run),
  OWN_BIJECTOR("a bijector of one's own", OwnBijector::run),
  OWN_BASE("a base distribution of one's own, with heavy tails", OwnBase::run),
  SERVING("a model in a program: streams and concurrent callers", Serving::run);

  private interface Run {
    Findings run() throws IOException;
  }

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // the functions have no state
  private final Run run;

  Example(String description, Run run) {
    this.description = description;
    this.run = run;
  }

  /** Names and descriptions, one example a line. */
  static String list() {
    return Arrays.stream(values())
        .map(example -> "  %-14s%s".formatted(example, example.description))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  Findings run() throws IOException {
    return run.run();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
