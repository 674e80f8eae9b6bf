package io.github.tfflows.tables;

import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.Draws;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.GivenRows;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.text.Excerpt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Draws of rows, with distinct keys if the fit required them. */
public final class RowDraws {
  /** The largest number of further draws in place of rows that do not meet the requirements. */
  static final int MOST_ROUNDS = 100;

  private final CompiledDistribution distribution;
  private final TableSchema schema;
  private final RowCodec codec;
  private final List<String> names;
  private final List<List<Integer>> keys;
  private final List<Integer> numbered = new ArrayList<>();
  private final Set<List<Object>> seen = new HashSet<>();
  private long rows;

  RowDraws(CompiledDistribution distribution, TableSchema schema, List<List<String>> keys) {
    this.distribution = distribution;
    this.schema = schema;
    this.codec = new RowCodec(schema);
    this.names = schema.written().stream().map(TableColumn::name).toList();
    this.keys = keys.stream().map(key -> key.stream().map(names::indexOf).toList()).toList();
    for (DerivedColumn column : schema.derived()) {
      if (column.relation() instanceof Relation.Numbered) {
        numbered.add(names.indexOf(column.column().name()));
      }
    }
  }

  /** Whether the fit required distinct keys, so that each row depends on those before. */
  public boolean hasKeys() {
    return !keys.isEmpty();
  }

  /** Skips the row numbers that other draws of the model return. */
  public RowDraws skip(long count) {
    rows += count;
    return this;
  }

  /**
   * Draws further rows. A row whose key occurs already is drawn again.
   *
   * @param given the cells that are given
   * @param seed equal seeds give equal draws
   * @return for each row a value of each of {@link TableSchema#written}, as {@link
   *     RowCodec#completed(Map, List)} returns them
   * @throws IllegalArgumentException if a whole key is given that occurs already, or too many draws
   *     in a row have repeated keys
   */
  public List<List<Object>> next(GivenRows given, long seed) {
    requireNewKeys(given);
    List<List<Object>> drawn = new ArrayList<>(Collections.nCopies(given.count(), List.of()));
    int[] open = IntStream.range(0, given.count()).toArray();
    for (int round = 0; open.length > 0; round++) {
      requireFurther(round, given.count() - open.length, open.length);
      GivenRows part = round == 0 ? given : given.select(open);
      Rows x = sample(part, seed + round).x();
      for (int i = 0; i < open.length; i++) {
        List<Object> draw = codec.decoded(x, part.contexts(), i);
        List<Object> whole = codec.completed(part.texts(i), draw);
        if (!whole.isEmpty()) {
          List<Object> cells = numbered(whole, place -> true, draw, rows + open[i]);
          drawn.set(open[i], hasNewKeys(cells) ? cells : List.of());
        }
      }
      open = IntStream.of(open).filter(row -> drawn.get(row).isEmpty()).toArray();
    }
    rows += given.count();
    return drawn;
  }

  private Draws sample(GivenRows given, long seed) {
    if (schema.conditioning() == Conditioning.NONE) {
      return distribution.given(given.rows()).sampleAndLogProb(given.count(), seed);
    }
    TableConditional conditional = TableConditional.of(distribution, schema, given.cells());
    return given.cells().isEmpty()
        ? conditional.sample(given.count(), seed)
        : conditional.sample(given.rows(), seed);
  }

  /**
   * Returns texts with a draw in place of missing ones.
   *
   * @param kept further texts, and then those of {@link TableSchema#written}
   * @param number that of the row, from zero
   * @return nothing if the draw does not meet the requirements
   */
  List<Object> completed(List<String> kept, List<Object> draw, long number) {
    int first = kept.size() - names.size();
    if (first < 0) {
      throw new IllegalArgumentException(
          "expected a chunk with the texts of %s columns, got %s"
              .formatted(names.size(), kept.size()));
    }
    List<String> texts = kept.subList(first, kept.size());
    List<Object> cells = codec.completed(texts, draw);
    if (cells.isEmpty()) {
      return cells;
    }
    List<Object> row = new ArrayList<>(kept.subList(0, first));
    row.addAll(numbered(cells, place -> texts.get(place).isEmpty(), draw, number));
    return row;
  }

  /** Returns a row with its number in some of the columns that number the rows. */
  private List<Object> numbered(
      List<Object> cells, IntPredicate isDrawn, List<Object> draw, long number) {
    List<Object> row = new ArrayList<>(cells);
    for (int place : numbered) {
      Object first = draw.get(place);
      if (isDrawn.test(place)) {
        row.set(
            place,
            first instanceof Long whole
                ? (Object) (whole + number)
                : (Object) ((Double) first + number));
      }
    }
    return row;
  }

  /** Records the keys of a row, unless a key occurs already. */
  private boolean hasNewKeys(List<Object> row) {
    List<List<Object>> own = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      own.add(key(i, row::get));
    }
    boolean areNew = Collections.disjoint(seen, own);
    if (areNew) {
      seen.addAll(own);
    }
    return areNew;
  }

  private List<Object> key(int number, IntFunction<@Nullable Object> cells) {
    List<Object> key = new ArrayList<>(List.of(number));
    keys.get(number).forEach(place -> key.add(String.valueOf(cells.apply(place))));
    return key;
  }

  /** Refuses keys that no draw can change. */
  private void requireNewKeys(GivenRows given) {
    Set<List<Object>> whole = new HashSet<>(seen);
    for (int row = 0; row < given.count() && hasKeys(); row++) {
      Map<String, String> texts = given.texts(row);
      for (int i = 0; i < keys.size(); i++) {
        List<String> columns = keys.get(i).stream().map(names::get).toList();
        List<Object> key = key(i, place -> texts.get(names.get(place)));
        boolean isGiven =
            columns.stream().noneMatch(name -> texts.getOrDefault(name, "").isEmpty())
                && Collections.disjoint(keys.get(i), numbered);
        if (isGiven && !whole.add(key)) {
          throw new IllegalArgumentException(
              "the given values of unique(%s) occur already: %s; expected others for each row"
                  .formatted(
                      String.join(", ", columns),
                      Excerpt.of(columns.stream().map(texts::get).toList())));
        }
      }
    }
  }

  private void requireFurther(int round, int found, int missing) {
    if (round >= MOST_ROUNDS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%,d rows are drawn, and %,d more still break requirements or have repeated keys after"
                  + " %,d draws; expected fewer draws, other given values, or fewer requirements",
              rows + found,
              missing,
              round));
    }
  }
}
