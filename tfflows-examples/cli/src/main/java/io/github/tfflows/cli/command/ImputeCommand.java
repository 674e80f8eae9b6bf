package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.Ahead;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.tables.RowDraws;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.CompletedRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
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
      "Draws each missing value given the present values of its row, which are written"
          + " unchanged. Values count as missing at random: a gap says nothing about the other"
          + " values of its row.",
      "Needs a model that was fitted with --conditioning any. Several --draws of each row"
          + " show how uncertain a value is: analyse each of them, and pool the results (multiple"
          + " imputation). Leaves out rows that do not suit the columns, and rows that no draw"
          + " completes as the requirements demand."
    })
public final class ImputeCommand implements Callable<Integer> {
  private static final String DRAW = "draw";

  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final RowOptions.OfRows rows = new RowOptions.OfRows();

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "Write each row N times with different draws, numbered from 1 in a first column"
              + " 'draw'.")
  private @Nullable Integer draws;

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal draws.")
  private long seed = 1;

  @Override
  public Integer call() throws IOException {
    Limits.within(command, "--draws", 1, 1_000, draws);
    TableSource source = rows.open(command);
    try (TableModel model = rows.load()) {
      rows.keep.requireOthers(command, model.schema());
      List<OutputColumn> columns = new ArrayList<>();
      if (draws != null) {
        requireNoDraw(model);
        columns.add(new OutputColumn(DRAW, OutputColumn.Type.WHOLE));
      }
      columns.addAll(rows.keep.columns(source));
      for (TableColumn column : model.schema().written()) {
        columns.add(OutputColumn.of(column, TypedSource.type(source, column.name())));
      }
      try (RowSink sink = rows.sink(command, columns);
          TableReader reader = TableReader.ofGaps(source, model.schema(), reading())) {
        AtomicLong unseen = new AtomicLong();
        List<SkippedRows> unfilled = new ArrayList<>();
        long written = write(model, begun(model, source), reader, sink, unseen, unfilled);
        sink.commit();
        rows.report(
            command,
            source,
            unfilled.stream().reduce(reader.skipped(), SkippedRows::plus),
            rows.output.line(written, "row", RowOptions.unseen(unseen.get())),
            () -> JsonOutput.rows(written, unseen.get()));
      }
    }
    return 0;
  }

  private int times() {
    return draws == null ? 1 : draws;
  }

  /** The rows of a chunk: fewer if each is written many times. */
  private Reading reading() {
    Reading reading = rows.reading(Missing.MODEL);
    return reading.inChunksOf(Math.max(1, reading.chunk() / times()));
  }

  private void requireNoDraw(TableModel model) {
    boolean isTaken =
        rows.keep.names.contains(DRAW)
            || model.schema().written().stream().anyMatch(column -> column.name().equals(DRAW));
    if (isTaken) {
      throw Limits.rejected(
          command,
          "--draws adds a column 'draw', but there is one already; expected another --seed for each"
              + " run instead");
    }
  }

  /**
   * Begins imputations whose keys differ from those of all rows of the table, unless it is a
   * stream.
   */
  private RowDraws begun(TableModel model, TableSource source) throws IOException {
    RowDraws begun = model.draws();
    if (begun.hasKeys() && !rows.areStream()) {
      try (TableReader table = TableReader.ofGaps(source, model.schema(), reading())) {
        return begun.reserve(table);
      }
    }
    return begun;
  }

  private long write(
      TableModel model,
      RowDraws begun,
      TableReader reader,
      RowSink sink,
      AtomicLong unseen,
      List<SkippedRows> unfilled)
      throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    AtomicLong written = new AtomicLong();
    Ahead.forEach(
        reader,
        chunk -> filled(model, begun, chunk.suitable(), seeds.nextLong()),
        filled -> {
          for (List<Object> row : filled.rows) {
            sink.write(row);
          }
          written.addAndGet(filled.rows.size());
          unseen.addAndGet(filled.unseen);
          unfilled.add(filled.unfilled);
        });
    return written.get();
  }

  /** The rows of a chunk, and those that no draw completes. */
  private record Filled(List<List<Object>> rows, int unseen, SkippedRows unfilled) {}

  private Filled filled(TableModel model, RowDraws begun, TableChunk suitable, long ofDraws) {
    TableChunk each = suitable.repeated(times());
    CompletedRows imputed =
        begun.imputed(each, ofDraws, reading().unsuitable()); // or refuses the model
    Map<Long, String> problems = imputed.problemsOf(each.rows());
    List<List<Object>> filled = new ArrayList<>();
    for (int i = 0; i < each.rows().size(); i++) {
      if (!problems.containsKey(each.rows().get(i))) {
        List<Object> row = new ArrayList<>(imputed.rows().get(i).size() + 1);
        if (draws != null) {
          row.add(i % times() + 1L);
        }
        row.addAll(imputed.rows().get(i));
        filled.add(row);
      }
    }
    int unseen = model.schema().unseen(suitable.data()).size();
    return new Filled(filled, unseen, SkippedRows.unsuitable(problems));
  }
}
