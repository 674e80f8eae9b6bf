package io.github.tfflows.cli;

import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputColumn;
import io.github.tfflows.cli.file.RowSink;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.Excerpt;
import io.github.tfflows.tables.TableColumn;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    sortOptions = false,
    description = "Draws rows from a model, in the columns, kinds and units of its data.")
final class SampleCommand implements Callable<Integer> {
  private static final int PIECE = 1 << 16;
  private static final int MOST_CONDITIONS = 100_000_000;

  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(paramLabel = "MODEL", description = "A directory that fit wrote.")
  private Path model = Path.of("");

  @Option(
      names = "-n",
      paramLabel = "N",
      description = "Number of rows; with --given FILE, for each of its rows.")
  private int count = 1;

  @Option(
      names = "--given",
      paramLabel = "FILE|NAME=VALUE",
      arity = "1..*",
      description = "The conditions: a file with a row for each draw, or a value for each column.")
  private List<String> given = List.of();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal rows.")
  private long seed = 1;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final ReadingOptions reading = new ReadingOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "-n", 1, count);
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      List<OutputColumn> columns = loaded.schema().all().stream().map(OutputColumn::of).toList();
      try (RowSink sink = output.open(command, columns, inputs())) {
        Rows conditions = conditions(loaded);
        for (int from = 0; from < conditions.count(); from += PIECE) {
          int to = Math.min(conditions.count(), from + PIECE);
          write(loaded, conditions.slice(from, to), seed(from), sink);
        }
        sink.commit();
      }
    }
    return 0;
  }

  private Inputs inputs() throws IOException {
    List<Path> inputs = new ArrayList<>(List.of(model));
    for (String text : given) {
      if (text.indexOf('=') <= 0) {
        inputs.addAll(TableFiles.matching(text));
      }
    }
    return new Inputs(inputs);
  }

  /** The first chunk uses the seed as it is, so that a few rows equal those of other programs. */
  private long seed(int from) {
    return from == 0 ? seed : new SplittableRandom(seed + from).nextLong();
  }

  private static void write(TableModel model, Rows conditions, long seed, RowSink sink)
      throws IOException {
    Draws draws =
        conditions.size() == 0
            ? model.sample(conditions.count(), seed)
            : model.sample(conditions, seed);
    for (int i = 0; i < conditions.count(); i++) {
      sink.write(model.decoded(draws.x(), conditions, i));
    }
  }

  /** A row for each draw, without entries where nothing is given. */
  private Rows conditions(TableModel loaded) throws IOException {
    boolean named = given.stream().allMatch(text -> text.indexOf('=') > 0);
    if (named) {
      Map<String, String> values = new LinkedHashMap<>();
      given.forEach(
          text -> {
            int at = text.indexOf('=');
            values.put(text.substring(0, at), text.substring(at + 1));
          });
      List<String> names = loaded.schema().given().stream().map(TableColumn::name).toList();
      values.keySet().forEach(name -> require(names, name));
      return loaded.context(values, count);
    }
    if (given.size() > 1) {
      throw Limits.rejected(
          command, "--given takes one file or NAME=VALUE for each column, got " + given);
    }
    if (loaded.schema().given().isEmpty()) {
      throw Limits.rejected(command, "the model has no conditions, got --given " + given.get(0));
    }
    try (TableReader rows =
        TableReader.ofConditions(reading.open(command, given.get(0)), loaded.schema())) {
      return repeated(rows.rest().context(), count);
    }
  }

  private static void require(List<String> names, String name) {
    String hint = names.contains(name) ? "" : Nearest.hint(name, names);
    if (!hint.isEmpty()) {
      throw new IllegalArgumentException(
          "the model is not conditioned on \"%s\"%s".formatted(Excerpt.of(name), hint));
    }
  }

  private static Rows repeated(Rows rows, int times) {
    if ((long) rows.count() * times > MOST_CONDITIONS) {
      throw new IllegalArgumentException(
          "-n %,d draws for each of %,d rows are too many at once; expected at most %,d in all"
              .formatted(times, rows.count(), MOST_CONDITIONS));
    }
    int[] indices = new int[rows.count() * times];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = i / times;
    }
    return rows.select(indices);
  }
}
