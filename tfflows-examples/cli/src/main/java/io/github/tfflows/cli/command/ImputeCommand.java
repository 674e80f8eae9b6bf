package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.Ahead;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code impute}. */
@Command(
    name = "impute",
    header = "Fills in missing values.",
    description = {
      "They are draws, given the values of the row that are there, which are"
          + " written as they came. Values count as missing at random: a gap says nothing about the"
          + " other values of its row.",
      "Needs a model that was fitted with --conditioning any. Other seeds give other draws: several"
          + " of them show how uncertain a value is. Rows that do not suit the columns are left out."
    })
public final class ImputeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions rows = new RowOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal draws.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    TableSource source = rows.open(command);
    try (TableModel model = rows.load()) {
      rows.keep.requireOthers(command, model.schema());
      List<OutputColumn> columns = new ArrayList<>(rows.keep.columns());
      for (TableColumn column : model.schema().written()) {
        columns.add(OutputColumn.of(column, TypedSource.type(source, column.name())));
      }
      try (RowSink sink = rows.sink(command, columns);
          TableReader reader =
              TableReader.ofGaps(source, model.schema(), rows.reading(Missing.MODEL))) {
        long written = write(model, reader, sink);
        sink.commit();
        rows.report(command, source, reader, "", () -> JsonOutput.object().put("rows", written));
      }
    }
    return 0;
  }

  private long write(TableModel model, TableReader reader, RowSink sink) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    AtomicLong written = new AtomicLong();
    Ahead.forEach(
        reader,
        chunk -> model.imputed(chunk.suitable(), seeds.nextLong()),
        filled -> {
          for (List<Object> row : filled) {
            sink.write(row);
          }
          written.addAndGet(filled.size());
        });
    return written.get();
  }
}
