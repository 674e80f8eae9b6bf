package io.github.tfflows.cli;

import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.tables.Missing;
import io.github.tfflows.tables.TableChunk;
import io.github.tfflows.tables.TableColumn;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import io.github.tfflows.tables.TableSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
          + " of them show how uncertain a value is. Rows that do not suit the columns are left out."
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

  @Mixin private final KeepOption keep = new KeepOption();
  @Mixin private final OutputOptions output = new OutputOptions();
  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      keep.requireOthers(command, loaded.schema());
      List<OutputColumn> columns = new ArrayList<>(keep.columns());
      loaded.schema().modelled().forEach(column -> columns.add(OutputColumn.of(column)));
      TableSource source = query.open(command, reading, data);
      try (RowSink sink = output.open(command, columns, query.inputs(command, data, model));
          TableReader rows =
              TableReader.ofGaps(
                  source,
                  loaded.schema(),
                  unsuitable.reading(Missing.MODEL).keeping(texts(loaded)))) {
        write(loaded, rows, sink);
        sink.commit();
        SkippedReport.print(command.commandLine().getErr(), source.name(), rows.skipped());
      }
    }
    return 0;
  }

  private void write(TableModel loaded, TableReader rows, RowSink sink) throws IOException {
    SplittableRandom seeds = new SplittableRandom(seed);
    int keys = keep.names.size();
    for (Optional<TableChunk> next = rows.next(); next.isPresent(); next = rows.next()) {
      TableChunk chunk = next.get().suitable();
      Rows x = chunk.data().x();
      Rows filled = loaded.impute(x, seeds.nextLong());
      GivenRows given = new GivenRows(x, names(loaded.schema().modelled()));
      for (int i = 0; i < filled.count(); i++) {
        List<Object> drawn = loaded.decoded(filled, given.contexts(), i);
        List<Object> values = given.withGiven(drawn, loaded, i);
        List<String> texts = chunk.kept().get(i);
        List<Object> all = new ArrayList<>(texts.subList(0, keys));
        all.addAll(withTexts(values, loaded, texts.subList(keys, texts.size())));
        sink.write(all);
      }
    }
  }

  private static Set<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).collect(Collectors.toSet());
  }

  /** The columns to keep, and then those of text. */
  private List<String> texts(TableModel loaded) {
    List<String> texts = new ArrayList<>(keep.names);
    loaded.schema().modelled().stream()
        .filter(TableColumn::isText)
        .map(TableColumn::name)
        .forEach(texts::add);
    return texts;
  }

  /** The values with the texts that were there, as they were written. */
  private static List<Object> withTexts(List<Object> values, TableModel model, List<String> kept) {
    int next = 0;
    for (int i = 0; i < values.size(); i++) {
      if (model.schema().modelled().get(i).isText()) {
        String text = kept.get(next++);
        values.set(i, text.isEmpty() ? values.get(i) : text);
      }
    }
    return values;
  }
}
