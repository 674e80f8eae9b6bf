package io.github.tfflows.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Collects the errors that {@link BijectorContract} measures in all tests of a run, and prints the
 * largest ones as one table at its end, to the console and, where Maven built, to {@code
 * target/accuracy.md}.
 */
public final class AccuracyTable implements ParameterResolver, AutoCloseable {
  private static final Path FOLDER = Path.of("target");

  private final Map<String, Map<Direction, double[]>> worst = new TreeMap<>();

  synchronized void roundTrip(String title, Direction direction, double error) {
    raise(title, direction, 0, error);
  }

  synchronized void logDet(String title, Direction direction, double error) {
    raise(title, direction, 1, error);
  }

  private void raise(String title, Direction direction, int column, double error) {
    double[] row =
        worst
            .computeIfAbsent(title, key -> new TreeMap<>())
            .computeIfAbsent(direction, key -> new double[2]);
    row[column] = Math.max(row[column], error);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == AccuracyTable.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    // The root's store closes it after the last test.
    return extension
        .getRoot()
        .getStore(Namespace.create(AccuracyTable.class))
        .getOrComputeIfAbsent(AccuracyTable.class);
  }

  @Override
  public void close() throws IOException {
    if (worst.isEmpty()) {
      return;
    }
    StringBuilder table = new StringBuilder();
    table.append("Largest |error| / (1 + |expected|) in float64 at random parameters\n\n");
    table.append("| bijector | direction | there and back | log-det against autodiff Jacobian |\n");
    table.append("|---|---|---|---|\n");
    worst.forEach(
        (name, directions) ->
            directions.forEach(
                (direction, errors) ->
                    table.append(
                        String.format(
                            Locale.ROOT,
                            "| %s | %s | %.1e | %.1e |%n",
                            name,
                            direction,
                            errors[0],
                            errors[1]))));
    System.out.println(table);
    if (Files.isDirectory(FOLDER)) {
      Files.writeString(FOLDER.resolve("accuracy.md"), table);
    }
  }
}
