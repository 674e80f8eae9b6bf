package io.github.tfflows.cli;

import io.github.tfflows.core.TransformedDistribution;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What can be chosen about a flow. */
final class FlowOptions {
  @Option(names = "--flow", paramLabel = "FLOW", description = "${COMPLETION-CANDIDATES}.")
  FlowFamily family = FlowFamily.NSF;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Maps in a row; 0 for what suits the flow.")
  int layers;

  @Option(names = "--hidden", paramLabel = "N", description = "Units of a hidden layer.")
  int hidden = 128;

  @Option(names = "--bins", paramLabel = "N", description = "Bins of a spline.")
  int bins = 8;

  /** Checks the numbers before any work. */
  void check(CommandSpec command) {
    Limits.atLeast(command, "--layers", 0, layers);
    Limits.atLeast(command, "--hidden", 1, hidden);
    Limits.atLeast(command, "--bins", 2, bins);
  }

  /** The flow on so many features. */
  TransformedDistribution of(int d) {
    return family.of(d, new FlowFamily.Size(layers, hidden, bins));
  }

  /** Families as the command line writes them, such as {@code nsf-ar}. */
  static final class Names implements ITypeConverter<FlowFamily>, Iterable<String> {
    @Override
    public FlowFamily convert(String text) {
      for (FlowFamily family : FlowFamily.values()) {
        if (family.toString().equals(text.toLowerCase(Locale.ROOT))) {
          return family;
        }
      }
      throw new TypeConversionException(
          "expected one of %s, got %s".formatted(String.join(", ", this), text));
    }

    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(FlowFamily.values()).map(FlowFamily::toString).iterator();
    }
  }
}
