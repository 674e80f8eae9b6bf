package io.github.tfflows.gallery.worked;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The worked examples. */
enum Example {
  /** See {@link Table}. */
  TABLE("the density of a table with columns of any scale"),

  /** See {@link Conditional}. */
  CONDITIONAL("a conditional density p(x | c)"),

  /** See {@link Variational}. */
  VARIATIONAL("an unnormalised density, fitted without data"),

  /** See {@link Anomalies}. */
  ANOMALIES("anomalies: rows less likely than nearly all"),

  /** See {@link Simulation}. */
  SIMULATION("the parameters of a simulator, from what it yields"),

  /** See {@link TwoMoons}. */
  TWO_MOONS("posteriors in rounds, and the checks of them"),

  /** See {@link Bounded}. */
  BOUNDED("data with bounds"),

  /** See {@link Torus}. */
  TORUS("angles, with a conditioner of one's own"),

  /** See {@link OwnBijector}. */
  OWN_BIJECTOR("a bijector of one's own"),

  /** See {@link OwnBase}. */
  OWN_BASE("a base distribution of one's own, with heavy tails"),

  /** See {@link Serving}. */
  SERVING("a model in a program: streams and concurrent callers");

  private final String description;

  Example(String description) {
    this.description = description;
  }

  /** Reads the name of an example. */
  static final class Name implements ITypeConverter<Example> {
    @Override
    public Example convert(String name) {
      return Arrays.stream(values())
          .filter(example -> example.toString().equalsIgnoreCase(name))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("no example is named %s".formatted(name)));
    }
  }

  /** The names of the examples. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(values()).map(Example::toString).iterator();
    }
  }

  /** Names and descriptions, one example a line. */
  static String list() {
    return Arrays.stream(values())
        .map(example -> "  %-14s%s".formatted(example, example.description))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  Findings run() throws IOException {
    return switch (this) {
      case TABLE -> Table.run();
      case CONDITIONAL -> Conditional.run();
      case VARIATIONAL -> Variational.run();
      case ANOMALIES -> Anomalies.run();
      case SIMULATION -> Simulation.run();
      case TWO_MOONS -> TwoMoons.run();
      case BOUNDED -> Bounded.run();
      case TORUS -> Torus.run();
      case OWN_BIJECTOR -> OwnBijector.run();
      case OWN_BASE -> OwnBase.run();
      case SERVING -> Serving.run();
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
