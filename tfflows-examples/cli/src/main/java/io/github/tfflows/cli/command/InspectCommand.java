package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.RepeatedRows;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.ConditioningOption;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.text.ValueText;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.scan.InspectedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code inspect}. */
@Command(
    name = "inspect",
    header = "Prints the columns of a table as fit would read them.",
    description = {
      "Prints kinds, missing values, point masses, columns that follow from others, odd"
          + " values, and the columns that fit cannot use. fit with the same options, among them"
          + " --conditioning, reads them alike.",
      "--out writes the name, role and kind of each column to a file, which you can edit and"
          + " pass to fit by --columns-file."
    })
public final class InspectCommand implements Callable<Integer> {
  private static final List<String> FIELDS = List.of("name", "role", "kind");

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final DataOptions.Alone data = new DataOptions.Alone();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ColumnOptions columns = new ColumnOptions();
  @Mixin private final ConditioningOption cells = new ConditioningOption();

  /** A column in a line, with further findings such as point masses. */
  private record Line(String role, String kind, double gaps, String details) {
    static final Line UNREAD = new Line("out", "", 0, "");

    static Line of(String role, TableColumn column, String details) {
      return new Line(role, column.kind().text(), column.gaps(), details);
    }
  }

  @Override
  public Integer call() throws IOException {
    TableScan scan = columns.scan(command, Repeats.usual(cells.conditioning, Optional.empty()));
    TableSource source = data.open(command);
    ColumnOptions.require(scan, source);
    InspectedTable table = scan.inspected(source);
    Map<String, Line> lines = lines(source, table);
    PrintWriter out = command.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: %s, %s; %s repeating an earlier one%n%n",
        source.name(),
        Numbers.counted(table.rows(), "row"),
        Numbers.counted(source.columns().size(), "column"),
        Numbers.counted(RepeatedRows.count(source, read(source, lines)), "row"));
    print(out, lines);
    table.notes().forEach(note -> out.println("Note: " + note));
    if (output.out != null) {
      write(lines);
    }
    return 0;
  }

  /** The columns in the order of the table. */
  private static Map<String, Line> lines(TableSource source, InspectedTable table) {
    Map<String, Line> found = new LinkedHashMap<>();
    table.modelled().forEach(one -> found.put(one.name(), Line.of("model", one, details(one))));
    table.given().forEach(one -> found.put(one.name(), Line.of("given", one, details(one))));
    for (DerivedColumn one : table.derived()) {
      found.put(one.column().name(), Line.of("model", one.column(), one.relation().words()));
    }
    table.problems().forEach((name, why) -> found.put(name, new Line("out", "", 0, why)));
    Map<String, Line> lines = new LinkedHashMap<>();
    for (String name : source.columns()) {
      lines.put(name, found.getOrDefault(name, Line.UNREAD));
    }
    return lines;
  }

  private static String details(TableColumn column) {
    List<String> details = new ArrayList<>();
    if (column.kind().isNamed()) {
      details.add(
          Numbers.counted(column.names().size(), "name") + ": " + Excerpt.of(column.names()));
    } else if (column.step() > 0 && !column.kind().isWhole()) {
      details.add("steps of " + ValueText.step(column));
    }
    details.add(ValueText.repeated(column));
    details.removeIf(String::isEmpty);
    return String.join("; ", details);
  }

  private static void print(PrintWriter out, Map<String, Line> lines) {
    int width = 4;
    for (String name : lines.keySet()) {
      width = Math.max(width, Excerpt.of(name).length());
    }
    String row = "%-" + width + "s  %-5s  %-12s  %8s  %s";
    out.println(row.formatted("name", "role", "kind", "missing", "details").stripTrailing());
    for (Map.Entry<String, Line> entry : lines.entrySet()) {
      Line line = entry.getValue();
      String gaps = line.gaps == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * line.gaps);
      String text =
          row.formatted(
              Excerpt.of(entry.getKey()),
              line.role,
              line.kind,
              gaps,
              Excerpt.visible(line.details));
      out.println(text.stripTrailing());
    }
  }

  /** The places of the columns that are read. */
  private static int[] read(TableSource source, Map<String, Line> lines) {
    return IntStream.range(0, source.columns().size())
        .filter(i -> !Line.UNREAD.equals(lines.get(source.columns().get(i))))
        .toArray();
  }

  private void write(Map<String, Line> lines) throws IOException {
    List<OutputColumn> fields =
        FIELDS.stream().map(name -> new OutputColumn(name, OutputColumn.Type.TEXT)).toList();
    try (RowSink sink = output.open(command, fields, data.inputs(command))) {
      for (Map.Entry<String, Line> line : lines.entrySet()) {
        sink.write(List.of(line.getKey(), line.getValue().role, line.getValue().kind));
      }
      sink.commit();
    }
  }
}
