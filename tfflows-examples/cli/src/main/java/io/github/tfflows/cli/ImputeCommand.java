package io.github.tfflows.cli;

import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Missing;
import io.github.tfflows.tables.Reading;
import io.github.tfflows.tables.TableChunk;
import io.github.tfflows.tables.TableColumn;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code impute}. */
@Command(
    name = "impute",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = {
      "Fills in missing values with draws, given the values of the row that are there.",
      "Needs a model that was fitted with --conditioning any. Other seeds give other draws: several"
          + " of them show how uncertain a value is."
    })
final class ImputeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Parameters(index = "1", paramLabel = "DATA", arity = "0..1", description = QueryOptions.DATA)
  private @Nullable String data;

  @Mixin private final QueryOptions query = new QueryOptions();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal draws.")
  private long seed = 1;

  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      List<OutputColumn> columns = loaded.schema().all().stream().map(OutputColumn::of).toList();
      try (RowSink sink = output.open(command, columns, query.inputs(command, data, model));
          TableReader rows =
              TableReader.open(
                  query.open(command, reading, data),
                  loaded.schema(),
                  Reading.of(Missing.MODEL).keeping(texts(loaded)))) {
        write(loaded, rows, sink);
        sink.commit();
      }
    }
    return 0;
  }

  private void write(TableModel loaded, TableReader rows, RowSink sink) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    for (Optional<TableChunk> chunk = rows.next(); chunk.isPresent(); chunk = rows.next()) {
      Rows filled = loaded.impute(chunk.get().data().x(), seeds.nextLong());
      for (int i = 0; i < filled.count(); i++) {
        List<Object> values = loaded.decoded(filled, Rows.empty(filled.count()), i);
        sink.write(withTexts(values, loaded, chunk.get().kept().get(i)));
      }
    }
  }

  private static List<String> texts(TableModel loaded) {
    return loaded.schema().modelled().stream().map(TableColumn::name).toList();
  }

  /** The values with those that were there, unchanged. */
  private static List<Object> withTexts(List<Object> values, TableModel model, List<String> kept) {
    List<Object> all = new ArrayList<>(values);
    for (int i = 0; i < kept.size(); i++) {
      TableColumn column = model.schema().modelled().get(i);
      if (!kept.get(i).isEmpty()) {
        all.set(i, column.isText() ? kept.get(i) : column.decoded(column.parse(kept.get(i))));
      }
    }
    return all;
  }
}
