package io.github.tfflows.cli.option;

import io.github.tfflows.tables.flow.FlowFamily;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of a flow's size. */
public final class FlowOptions {
  private static final String BY_ROWS = " Default: by the number of rows.";

  /** The most layers or bins, so that the graph fits into memory. */
  private static final int MOST = 1_000;

  private static final int MOST_UNITS = 100_000;

  @Option(
      names = "--layers",
      paramLabel = "N",
      description = "Layers. Default: by the flow and the number of rows.")
  @Nullable Integer layers;

  @Option(names = "--hidden", paramLabel = "N", description = "Units of a hidden layer." + BY_ROWS)
  @Nullable Integer hidden;

  @Option(names = "--bins", paramLabel = "N", description = "Bins of a spline.")
  int bins = 8;

  /** Checks the numbers before any work. */
  public void check(CommandSpec command, List<FlowFamily> flows) {
    Limits.within(command, "--layers", 1, MOST, layers);
    Limits.within(command, "--hidden", 1, MOST_UNITS, hidden);
    Limits.within(command, "--bins", 2, MOST, bins);
    boolean haveNetworks = flows.stream().anyMatch(FlowFamily::hasNetworks);
    boolean haveSplines = flows.stream().anyMatch(FlowFamily::hasSplines);
    Limits.idle(command, !haveNetworks, "on flows without networks", "--hidden");
    Limits.idle(command, !haveSplines, "on flows without splines", "--bins");
  }

  /** The usual size, with the choices made. */
  public FlowFamily.Size adapted(FlowFamily.Size usual) {
    return new FlowFamily.Size(
        layers == null ? usual.layers() : layers,
        hidden == null ? usual.hidden() : hidden,
        usual.blocks(),
        bins,
        usual.dropout());
  }
}
