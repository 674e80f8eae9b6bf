package io.github.tfflows.cli.command;

import io.github.tfflows.cli.file.Ahead;
import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.TableFiles;
import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.RowSink;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.cli.option.FormatOptions;
import io.github.tfflows.cli.option.Limits;
import io.github.tfflows.cli.option.Notes;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.cli.report.SkippedReport;
import io.github.tfflows.cli.text.WorkBar;
import io.github.tfflows.tables.RowDraws;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code sample}. */
@Command(
    name = "sample",
    header = "Draws rows from a model.",
    description = "The rows have the columns, kinds and units of the data of the fit.")
public final class SampleCommand implements Callable<Integer> {
  private static final int PIECE = 1 << 16;

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
      description =
          "The conditions: a file with a row for each draw, or a value of one column; repeat the"
              + " option for others. Where any cell can be given, these may be any columns; an empty"
              + " value is a missing one.")
  private List<String> given = List.of();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal rows.")
  private long seed = 1;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FormatOptions format = new FormatOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "-n", 1, count);
    Optional<TableSource> file = file();
    try (TableModel loaded = TableModel.load(model, running.execution())) {
      Map<String, String> values = file.isPresent() ? Map.of() : values(loaded);
      List<String> names = file.map(TableSource::columns).orElse(List.copyOf(values.keySet()));
      List<OutputColumn> columns = new ArrayList<>();
      for (TableColumn column : loaded.schema().written()) {
        boolean isGiven =
            names.contains(column.name()) && GivenRows.givable(loaded.schema()).contains(column);
        columns.add(
            isGiven
                ? OutputColumn.of(
                    column, file.flatMap(rows -> TypedSource.type(rows, column.name())))
                : OutputColumn.of(column));
      }
      try (RowSink sink = output.open(command, columns, inputs())) {
        GivenRows rows =
            file.isPresent()
                ? read(loaded, file.get()).repeated(count)
                : GivenRows.of(loaded.schema(), values, count);
        write(rows, loaded, sink);
        sink.commit();
        Notes.of(command).printf("%s", output.line(rows.count(), "row", ""));
      }
    }
    return 0;
  }

  private Map<String, String> values(TableModel loaded) {
    Set<String> names =
        loaded.schema().written().stream().map(TableColumn::name).collect(Collectors.toSet());
    return Limits.byName(command, "--given", given, text -> sign(text, names));
  }

  /** The index of the equals sign after the longest name of a column, or else of the first one. */
  private static int sign(String text, Set<String> names) {
    return IntStream.range(0, text.length())
        .filter(at -> text.charAt(at) == '=' && names.contains(text.substring(0, at)))
        .max()
        .orElse(text.indexOf('='));
  }

  /** The rows of a file. Rows that do not suit the columns are reported and left out. */
  private GivenRows read(TableModel loaded, TableSource file) throws IOException {
    PrintWriter notes = Notes.of(command);
    if (loaded.schema().conditioning() == Conditioning.ANY) {
      RowOptions.mistyped(loaded, file, List.of()).ifPresent(notes::println);
    }
    return GivenRows.read(
        loaded.schema(),
        file,
        unsuitable.reading(Missing.MODEL).with(Unseen.REFUSE),
        skipped -> SkippedReport.print(notes, file.name(), skipped));
  }

  private Inputs inputs() throws IOException {
    List<Path> inputs = new ArrayList<>(List.of(model));
    for (String text : given) {
      if (!isValue(text)) {
        inputs.addAll(TableFiles.matching(text));
      }
    }
    return new Inputs(inputs);
  }

  /**
   * The seed of a chunk. The first chunk has the user's seed, so that a few rows are the same as in
   * other programs.
   */
  private long seed(int from) {
    return from == 0 ? seed : new SplittableRandom(seed + from).nextLong();
  }

  private void write(GivenRows given, TableModel loaded, RowSink sink) throws IOException {
    AtomicInteger written = new AtomicInteger();
    try (WorkBar bar = WorkBar.begin("rows", output.out != null && Notes.areWanted(command));
        Ahead<List<List<Object>>> drawn = new Ahead<>(pieces(given, loaded))) {
      drawn.forEach(
          rows -> {
            for (List<Object> row : rows) {
              sink.write(row);
            }
            bar.show(written.addAndGet(rows.size()), given.count(), "");
          });
    }
  }

  /** Draws some rows after the other. */
  private Callable<Optional<List<List<Object>>>> pieces(GivenRows given, TableModel loaded) {
    RowDraws draws = loaded.draws();
    PrimitiveIterator.OfInt begins =
        IntStream.iterate(0, from -> from < given.count(), from -> from + PIECE).iterator();
    return () -> {
      if (!begins.hasNext()) {
        return Optional.empty();
      }
      int from = begins.nextInt();
      GivenRows part = given.slice(from, Math.min(given.count(), from + PIECE));
      return Optional.of(draws.next(part, seed(from)));
    };
  }

  /** Whether a word is NAME=VALUE and not a file. */
  private static boolean isValue(String text) {
    return text.indexOf('=') > 0 && !Files.exists(Path.of(text));
  }

  private Optional<TableSource> file() throws IOException {
    if (given.stream().allMatch(SampleCommand::isValue)) {
      return Optional.empty();
    }
    if (given.size() > 1) {
      throw Limits.rejected(
          command, "--given takes one file, or NAME=VALUE once for each column; got " + given);
    }
    return Optional.of(format.open(command, given.get(0)));
  }
}
