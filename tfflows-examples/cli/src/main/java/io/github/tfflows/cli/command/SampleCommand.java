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
import io.github.tfflows.tables.reading.CompletedRows;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
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
      names = {"-n", "--rows"},
      paramLabel = "N",
      description = "Number of rows; with --given FILE, for each of its rows.")
  private int count = 1;

  @Option(
      names = "--given",
      paramLabel = "FILE|NAME=VALUE",
      description =
          "The conditions: a file with a row for each draw, or the value of one column;"
              + " repeat the option for others. If the model was fitted with --conditioning any,"
              + " any columns can be given; an empty value is missing.")
  private List<String> given = List.of();

  @Option(names = "--seed", paramLabel = "N", description = "Equal seeds give equal rows.")
  private long seed = 1;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Mixin private final UnsuitableOption unsuitable = new UnsuitableOption();
  @Mixin private final FormatOptions format = new FormatOptions();
  @Mixin private final RunningOptions running = new RunningOptions();

  @Override
  public Integer call() throws IOException {
    Limits.atLeast(command, "--rows", 1, count);
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
        List<SkippedRows> skipped = new ArrayList<>();
        GivenRows rows =
            file.isPresent()
                ? read(loaded, file.get(), skipped).repeated(count)
                : GivenRows.of(loaded.schema(), values, count);
        int written = write(rows, loaded, sink, skipped);
        sink.commit();
        Notes.of(command).printf("%s", output.line(written, "row", ""));
        SkippedRows all = skipped.stream().reduce(SkippedRows.NONE, SkippedRows::plus);
        file.ifPresent(table -> SkippedReport.print(Notes.of(command), table.name(), all));
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

  /** The rows of a file. Rows that do not suit the columns are left out. */
  private GivenRows read(TableModel loaded, TableSource file, List<SkippedRows> skipped)
      throws IOException {
    if (loaded.schema().conditioning() == Conditioning.ANY) {
      RowOptions.mistyped(loaded, file, List.of()).ifPresent(Notes.of(command)::println);
    }
    return GivenRows.read(loaded.schema(), file, reading(), skipped::add);
  }

  private Reading reading() {
    return unsuitable.reading(Missing.MODEL).with(Unseen.REFUSE);
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

  /** Writes the rows that can be drawn; returns their number. */
  private int write(GivenRows given, TableModel loaded, RowSink sink, List<SkippedRows> skipped)
      throws IOException {
    AtomicInteger written = new AtomicInteger();
    try (WorkBar bar = WorkBar.begin("rows", output.out != null && Notes.areWanted(command));
        Ahead<Piece> drawn = new Ahead<>(pieces(given, loaded))) {
      drawn.forEach(
          piece -> {
            for (List<Object> row : piece.rows) {
              sink.write(row);
            }
            skipped.add(piece.skipped);
            bar.show(written.addAndGet(piece.rows.size()), given.count(), "");
          });
    }
    return written.get();
  }

  /** Some draws, and the rows that cannot be drawn. */
  private record Piece(List<List<Object>> rows, SkippedRows skipped) {
    static Piece of(GivenRows given, CompletedRows drawn) {
      if (drawn.problems().isEmpty()) {
        return new Piece(drawn.rows(), SkippedRows.NONE);
      }
      Map<Long, String> problems = drawn.problemsOf(given.numbers());
      return new Piece(
          IntStream.range(0, given.count())
              .filter(row -> !problems.containsKey(given.numbers().get(row)))
              .mapToObj(drawn.rows()::get)
              .toList(),
          SkippedRows.unsuitable(problems));
    }
  }

  /** Draws some rows after the other; all draws of a row of a file at once. */
  private Callable<Optional<Piece>> pieces(GivenRows given, TableModel loaded) {
    RowDraws draws = loaded.draws();
    boolean isFile = !given.numbers().isEmpty();
    int size = isFile ? (1 + (PIECE - 1) / count) * count : PIECE;
    PrimitiveIterator.OfInt begins =
        IntStream.iterate(0, from -> from < given.count(), from -> from + size).iterator();
    return () -> {
      if (!begins.hasNext()) {
        return Optional.empty();
      }
      int from = begins.nextInt();
      GivenRows part = given.slice(from, Math.min(given.count(), from + size));
      Unsuitable undrawn = isFile ? reading().unsuitable() : Unsuitable.REFUSE;
      return Optional.of(Piece.of(part, draws.next(part, seed(from), undrawn)));
    };
  }

  /** Whether a word is NAME=VALUE and not a file. */
  private static boolean isValue(String text) {
    return text.contains("=") && !Files.exists(Path.of(text));
  }

  private Optional<TableSource> file() throws IOException {
    if (given.stream().allMatch(SampleCommand::isValue)) {
      String[] reading = {"--delimiter", "--header", "--unsuitable"};
      Limits.idle(command, true, "without --given FILE", reading);
      return Optional.empty();
    }
    if (given.size() > 1) {
      throw Limits.rejected(
          command, "--given takes one file, or NAME=VALUE once for each column; got " + given);
    }
    return Optional.of(format.open(command, given.get(0)));
  }
}
