package io.github.tfflows.tables;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.derived.AgreeingNames;
import io.github.tfflows.tables.derived.AgreeingNumbers;
import io.github.tfflows.tables.derived.OwnGaps;
import io.github.tfflows.tables.reading.CompletedRows;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Draws and imputations of rows, with distinct keys if the fit required them. */
public final class RowDraws {
  /** The largest number of rounds of draws for rows that do not meet the requirements. */
  private static final int MOST_ROUNDS = 100;

  /** The most draws of a row in a round after the first, and of all rows if they are fewer. */
  private static final int MOST_AT_ONCE = 64;

  private static final int MOST_IN_ALL = 4_096;

  private static final String UNFILLED =
      "none of at least %s draws in place of its missing values meets the requirements and relations"
          .formatted(MOST_ROUNDS);

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowCodec codec;
  private final List<String> names;
  private final DistinctKeys keys;
  private final OwnGaps gaps;
  private final List<Integer> numbered = new ArrayList<>();
  private long rows;

  RowDraws(CompiledDistribution distribution, TableSchema schema, List<List<String>> keys) {
    this.distribution = distribution;
    this.schema = schema;
    this.codec = new RowCodec(schema);
    this.gaps = OwnGaps.of(schema);
    this.names = schema.written().stream().map(TableColumn::name).toList();
    this.keys =
        new DistinctKeys(
            schema.written(),
            keys.stream().map(key -> key.stream().map(names::indexOf).toList()).toList());
    for (DerivedColumn column : schema.derived()) {
      if (column.relation() instanceof Relation.Numbered) {
        numbered.add(names.indexOf(column.column().name()));
      }
    }
  }

  /** Whether the fit required distinct keys, so that each row depends on those before. */
  public boolean hasKeys() {
    return keys.areAny();
  }

  /** Skips the row numbers that other draws of the model return. */
  public RowDraws skip(long count) {
    rows += count;
    return this;
  }

  /**
   * Reserves the whole keys of a table for its own rows, so that imputations of rows before do not
   * have them.
   *
   * @param table a reader of {@link TableReader#ofGaps} before the first row
   */
  public RowDraws reserve(TableReader table) throws IOException {
    for (Optional<TableChunk> chunk = table.next(); chunk.isPresent(); chunk = table.next()) {
      chunk.get().suitable().kept().forEach(kept -> keys.reserve(written(kept)));
    }
    return this;
  }

  /**
   * Rows of which some cells are to be drawn.
   *
   * @param kept for each row further texts, and then those of the written columns; empty ones are
   *     drawn
   * @param numbers for each row the number of rows before it
   * @param copies for each row the index among its copies
   * @param draws returns draws of some rows for a seed
   */
  private record Open(
      int count,
      IntFunction<List<String>> kept,
      IntFunction<Long> numbers,
      IntFunction<Integer> copies,
      Drawing draws) {}

  private interface Drawing {
    /** Draws each of some rows several times; returns the cells by the index of the draw. */
    IntFunction<List<Object>> of(int[] rows, int times, long seed);
  }

  /**
   * Draws further rows. A row whose key occurs already is drawn again.
   *
   * @param given the cells that are given
   * @param seed equal seeds give equal draws
   * @return for each row a value of each of {@link TableSchema#written}, as {@link
   *     RowCodec#completed} returns them
   * @throws IllegalArgumentException if a whole key is given that occurs already, or too many draws
   *     of a row break requirements or have repeated keys
   */
  public List<List<Object>> next(GivenRows given, long seed) {
    return next(given, seed, Unsuitable.REFUSE).rows();
  }

  /**
   * Draws further rows as {@link #next(GivenRows, long)} does.
   *
   * @param undrawn the treatment of a row for which that throws an exception
   */
  public CompletedRows next(GivenRows given, long seed, Unsuitable undrawn) {
    long first = rows;
    Open open =
        new Open(
            given.count(),
            row -> texts(given, row),
            row -> first + row,
            row -> 0,
            (some, times, ofDraws) -> {
              GivenRows part = given.select(some);
              Rows x = sample(part, times, ofDraws).x();
              Rows contexts = part.repeated(times).contexts();
              return i -> codec.decoded(x, contexts, i);
            });
    CompletedRows drawn = completed(open, seed);
    if (undrawn == Unsuitable.REFUSE) {
      requireAll(drawn, given.numbers());
    }
    rows += given.count();
    return gaps.areAny() && !keys.areAny() ? withGaps(drawn, given, seed) : drawn;
  }

  private CompletedRows withGaps(CompletedRows drawn, GivenRows given, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<Object>> all = new ArrayList<>();
    for (int row = 0; row < drawn.rows().size(); row++) {
      List<Object> cells = drawn.rows().get(row);
      all.add(cells.isEmpty() ? cells : gaps.in(cells, texts(given, row), random));
    }
    return new CompletedRows(all, drawn.problems());
  }

  /** The given texts of the written columns; those that number the rows do not count. */
  private List<String> texts(GivenRows given, int row) {
    List<String> texts = given.texts(row, names);
    numbered.forEach(place -> texts.set(place, ""));
    return texts;
  }

  private Draws sample(GivenRows given, int times, long seed) {
    if (schema.conditioning() == Conditioning.NONE) {
      Rows contexts = given.repeated(times).rows();
      return distribution.given(contexts).sampleAndLogProb(contexts.count(), seed);
    }
    TableConditional all = TableConditional.of(distribution, schema, given.cells());
    Rows x = given.cells().isEmpty() ? all.none(given.count()) : given.rows();
    return all.sample(x, row -> texts(given, row), times, seed);
  }

  /**
   * Returns rows with draws in place of missing values, as {@link TableModel#impute} draws them.
   * Present cells keep the text of the table. A row whose key occurs already is drawn again.
   *
   * @param chunk rows of {@link TableReader#ofGaps}; copies of a row follow each other, and may
   *     have equal keys
   * @param seed equal seeds give equal draws
   * @param unfilled the treatment of a row if no draw meets the requirements of the fit
   * @return a value for each of {@link TableSchema#written}: its text or, if that is missing, a
   *     draw as {@link RowCodec#decoded} returns it, or the value that follows from others
   * @throws IllegalArgumentException if another reader read the chunk, the model was not fitted
   *     with {@link TableFit#givenAny}, or a row is not filled and refused
   */
  public CompletedRows imputed(TableChunk chunk, long seed, Unsuitable unfilled) {
    Rows x = chunk.data().x();
    TableConditional all = TableConditional.of(distribution, schema, Set.of());
    AgreeingNames agreeing = new AgreeingNames(distribution, schema);
    AgreeingNumbers numbers = new AgreeingNumbers(distribution, schema);
    List<Long> rowNumbers = chunk.rows();
    int[] copies = new int[rowNumbers.size()];
    for (int i = 1; i < copies.length; i++) {
      copies[i] = rowNumbers.get(i).equals(rowNumbers.get(i - 1)) ? copies[i - 1] + 1 : 0;
    }
    Open open =
        new Open(
            x.count(),
            chunk.kept()::get,
            row -> rowNumbers.get(row) - 1,
            row -> copies[row],
            (some, times, ofDraws) -> {
              IntFunction<List<String>> texts = i -> written(chunk.kept().get(some[i]));
              Rows named = agreeing.drawn(x.select(some), texts, ofDraws);
              RowLayout.States states =
                  (row, column) ->
                      schema.layout().isMissing(named, row, column) ? State.ABSENT : State.GIVEN;
              Rows filled =
                  all.impute(numbers.drawn(named, states, texts, times, ofDraws).x(), ofDraws);
              return i -> codec.decoded(filled, Rows.empty(filled.count()), i);
            });
    CompletedRows imputed = completed(open, seed);
    if (unfilled == Unsuitable.REFUSE) {
      requireAll(imputed, rowNumbers);
    }
    return imputed;
  }

  /** The texts of the written columns, which are the last ones. */
  private List<String> written(List<String> kept) {
    int first = kept.size() - names.size();
    if (first < 0) {
      throw new IllegalArgumentException(
          "expected a chunk with the texts of %s columns, got %s"
              .formatted(names.size(), kept.size()));
    }
    return kept.subList(first, kept.size());
  }

  private CompletedRows completed(Open all, long seed) {
    List<List<Object>> done = new ArrayList<>(Collections.nCopies(all.count, List.of()));
    Map<Integer, String> problems = new TreeMap<>();
    for (int row = 0; row < all.count && keys.areAny(); row++) {
      Optional<String> problem = keys.repeated(all.copies.apply(row), written(all.kept.apply(row)));
      if (problem.isPresent()) {
        problems.put(row, problem.get());
      }
    }
    int[] open = IntStream.range(0, all.count).filter(row -> !problems.containsKey(row)).toArray();
    for (int round = 0; open.length > 0 && round < MOST_ROUNDS; round++) {
      int times = round == 0 ? 1 : Math.max(1, Math.min(MOST_AT_ONCE, MOST_IN_ALL / open.length));
      IntFunction<List<Object>> draws = all.draws.of(open, times, seed + round);
      for (int i = 0; i < open.length * times; i++) {
        int row = open[i / times];
        if (done.get(row).isEmpty()) {
          done.set(row, completed(all, row, draws.apply(i)));
        }
      }
      open = IntStream.of(open).filter(row -> done.get(row).isEmpty()).toArray();
    }
    IntStream.of(open).forEach(row -> problems.put(row, UNFILLED));
    return new CompletedRows(done, problems);
  }

  /** Completes a row by a draw; returns nothing if that does not meet the requirements. */
  private List<Object> completed(Open all, int row, List<Object> draw) {
    List<String> kept = all.kept.apply(row);
    List<String> texts = written(kept);
    int copy = all.copies.apply(row);
    List<Object> cells = codec.completed(texts, draw);
    if (cells.isEmpty()) {
      return cells;
    }
    List<Object> whole = new ArrayList<>(cells);
    for (int place : numbered) {
      if (texts.get(place).isEmpty()) {
        whole.set(place, numbered(draw.get(place), copy, place, all.numbers.apply(row)));
      }
    }
    if (!keys.add(copy, texts, whole)) {
      return List.of();
    }
    whole.addAll(0, kept.subList(0, kept.size() - names.size()));
    return whole;
  }

  /** The number of a row in a column that numbers them, after the first one. */
  private Object numbered(Object first, int copy, int place, long number) {
    return first instanceof Long whole
        ? (Object) keys.free(copy, place, whole + number)
        : (Object) (double) keys.free(copy, place, ((Double) first).longValue() + number);
  }

  /** Checks that all rows are drawn; a message names the first one that is not, if it can. */
  private void requireAll(CompletedRows drawn, List<Long> numbers) {
    if (drawn.problems().isEmpty()) {
      return;
    }
    Map.Entry<Integer, String> first = drawn.problems().entrySet().iterator().next();
    String problem = first.getValue();
    if (!numbers.isEmpty()) {
      problem = "row %s: %s".formatted(numbers.get(first.getKey()), problem);
    } else if (problem.equals(UNFILLED)) {
      int missing = drawn.problems().size();
      problem =
          String.format(
              Locale.ROOT,
              "%,d rows are drawn, and %,d more still break requirements or have repeated keys after"
                  + " %,d draws; expected fewer draws, other given values, or fewer requirements",
              rows + drawn.rows().size() - missing,
              missing,
              MOST_ROUNDS);
    }
    throw new IllegalArgumentException(problem);
  }
}
