package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.ConditioningOption;
import io.github.tfflows.cli.option.FlowOptions;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.ListedName;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.TableSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options for the columns of a new model and the size of its flow. */
public final class TableChoices {
  @Mixin private final FlowOptions size = new FlowOptions();
  @Mixin private final ColumnOptions columns = new ColumnOptions();
  @Mixin private final ConditioningOption cells = new ConditioningOption();

  @Option(
      names = "--target",
      paramLabel = "NAME",
      split = ",",
      converter = ListedName.class,
      description =
          "The columns to predict. Only these are modelled, given all other columns or those"
              + " of --given.")
  private List<String> targets = List.of();

  @Option(
      names = "--require",
      paramLabel = "RULE",
      description =
          "A rule that all rows and draws obey: \"end >= start\", \"0 <= share <= 1\", \"a + b = c\","
              + " \"a * b = c\", \"unique(shop, day)\". Repeat the option for further rules.")
  private List<String> requirements = List.of();

  public void check(CommandSpec command, List<FlowFamily> flows) {
    size.check(command, flows);
  }

  /** The default treatment of numbers that many rows share. */
  public Repeats usual(FlowFamily flow, RowColumns rows) {
    return flow.repeats(cells.conditioning, rows.groups());
  }

  /** The choice of columns. Columns of weights and groups have no other role. */
  public TableScan scan(CommandSpec command, Repeats usual, RowColumns rows) {
    TableScan scan = columns.scan(command, usual);
    if (!targets.isEmpty() && !scan.modelled().isEmpty()) {
      throw Limits.rejected(
          command,
          "--target names the columns to model; leave out --columns, and the role model in"
              + " --columns-file");
    }
    if (cells.conditioning == Conditioning.ANY && !(targets.isEmpty() && scan.given().isEmpty())) {
      throw Limits.rejected(
          command,
          "--conditioning any models all columns, each of which can be given or predicted; leave out"
              + " --target, --given, and the role given in --columns-file");
    }
    rows.weights().ifPresent(name -> requireNoRole(command, scan, "--weight-column", name));
    rows.groups().ifPresent(name -> requireNoRole(command, scan, "--group-column", name));
    return scan;
  }

  private void requireNoRole(CommandSpec command, TableScan scan, String option, String column) {
    Set<String> named = new HashSet<>(targets);
    named.addAll(scan.modelled());
    named.addAll(scan.given());
    named.addAll(scan.kinds().keySet());
    if (named.contains(column)) {
      throw Limits.rejected(
          command,
          "%s %s names a column that --target, --columns, --given, --kind or --columns-file names, too"
              .formatted(option, column));
    }
  }

  public TableFit fit(TableSource source, TableScan scan, FlowFamily flow) {
    ColumnOptions.require(scan, source);
    ColumnOptions.require(scan.withModelled(targets), source);
    return TableFit.of(source)
        .withColumns(columns.chosen(scan, source))
        .withRepeats(scan.repeats())
        .withConditioning(cells.conditioning)
        .withFlow(flow, size::adapted)
        .predicting(targets.toArray(String[]::new))
        .requiring(requirements.toArray(String[]::new));
  }
}
