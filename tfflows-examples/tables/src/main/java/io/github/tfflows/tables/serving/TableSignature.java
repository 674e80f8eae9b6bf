package io.github.tfflows.tables.serving;

import io.github.tfflows.core.model.AddedSignature;
import io.github.tfflows.tables.column.DerivedColumn;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.RowLayout;
import io.github.tfflows.tables.density.State;
import io.github.tfflows.tables.derived.DrawnValues;
import io.github.tfflows.tables.prediction.ConformalScores;
import io.github.tfflows.tables.strangeness.Strangeness;
import io.github.tfflows.tables.strangeness.StrangenessGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Unstack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.family.TType;

/**
 * The signatures of an exported model by the columns of its table. Each column is an input or
 * output by its name, shaped {@code [-1]}. Names are text, values of all other columns are float64
 * numbers; an empty text or NaN is a missing value. A date is given in whole days since the first
 * of January 1970, a timestamp in seconds since then (of UTC, where it has an offset), a time in
 * seconds since midnight. Negative zero and denormal numbers, below 2.2e-308, are zero, as in
 * files.
 *
 * <table>
 * <caption>Signatures by columns</caption>
 * <tr><th>signature</th><th>inputs</th><th>outputs</th></tr>
 * <tr><td>{@code log_prob_columns}<td>the columns
 *     <td>{@code log_prob}, in nats; {@code strangeness}, see {@link Strangeness}; {@code p_value},
 *     see {@link ReferenceScores#pValue}</tr>
 * <tr><td>{@code strangeness_columns}<td>the columns
 *     <td>for each modelled column the part of its cell in the strangeness of the row</tr>
 * <tr><td>{@code sample_columns}
 *     <td>{@code count} int32 [], or the given columns; {@code seed} int64 [2]
 *     <td>the modelled columns, and those that follow from others</tr>
 * <tr><td>{@code impute_columns}<td>the columns; {@code seed} int64 [2]
 *     <td>the columns, with draws in place of missing values, and those that follow from them</tr>
 * <tr><td>{@code explain_columns}<td>the columns
 *     <td>for each column the log-probability of its cell, given the other cells of the row</tr>
 * <tr><td>{@code predict_columns}
 *     <td>the given columns; for a number {@code level} float32 [k], above 0 and below 1 (results
 *     for other levels are NaN)
 *     <td>of a number, in the unit of the column, float64: {@code quantile} [-1, k]; {@code lower}
 *     and {@code upper} [-1, k], the central intervals of these probabilities, corrected by
 *     held-out rows; {@code mean} and {@code standard_deviation}. Of names: {@code probability}
 *     float32 [-1, names] and {@code name} [names]. The probability {@code missing}, if a value can
 *     be</tr>
 * </table>
 *
 * <p>{@code impute_columns} and {@code explain_columns} exist where any cell can be given, {@code
 * predict_columns} where one column is modelled given others. A row with a value that does not suit
 * its column has the log-probability minus infinity and the least p-value, and no values in {@code
 * sample_columns} and {@code predict_columns}; {@code impute_columns} draws another value in its
 * place (see {@code TableModel.impute}), and {@code explain_columns} does not condition other cells
 * on it. A name that occurs in no row of the fit suits its column ({@link Unseen#MODEL}). If a
 * column is called {@code seed}, the seed is called {@code seed_}, and likewise the level. A column
 * that follows from another, or is constant, is only an output.
 */
public enum TableSignature {
  /** The log-probability of rows, and its rank. */
  LOG_PROB {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.all(tf, table.schema);
      Map<String, Operand<?>> whole = rows.whole(table.schema.conditioning());
      Operand<TBool> suits = rows.suit();
      Operand<TFloat32> logProb = possible(tf, suits, model.call("log_prob", whole, "log_prob"));
      Map<String, Operand<?>> outputs = new LinkedHashMap<>();
      Operand<TFloat32> score =
          table
              .strangeness
              .map(all -> tf.math.neg(graph(tf.withSubScope("kernels"), all, rows).strangeness()))
              .<Operand<TFloat32>>map(all -> all)
              .orElse(logProb);
      outputs.put("log_prob", tf.withName("log_prob").identity(logProb));
      outputs.put("strangeness", tf.withName("strangeness").math.neg(score));
      Operand<TFloat32> ranked = possible(tf, suits, score);
      outputs.put("p_value", table.reference.pValues(tf.withSubScope("p_value"), ranked));
      return new AddedSignature.Ends(rows.placeholders(), outputs);
    }
  },

  /** Draws of whole rows. */
  SAMPLE {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.conditions(tf, table.schema);
      Map<String, Operand<?>> inputs = new LinkedHashMap<>(rows.placeholders());
      Map<String, Operand<?>> arguments = new LinkedHashMap<>();
      arguments.put("seed", seed(tf, inputs));
      if (!rows.given().isEmpty()) {
        arguments.put("context", rows.conditions());
      } else {
        Operand<TInt32> count =
            tf.withName("count").placeholder(TInt32.class, Placeholder.shape(Shape.scalar()));
        inputs.put("count", count);
        if (table.schema.conditioning() == Conditioning.ANY) {
          arguments.put("context", wholeRows(tf, table.schema.modelled().size(), count));
        } else {
          arguments.put("count", count);
        }
      }
      Operand<TFloat32> draws = model.call("sample", arguments, "x");
      Optional<Operand<TBool>> suits =
          rows.given().isEmpty() ? Optional.empty() : Optional.of(rows.suit());
      Map<String, Operand<?>> outputs = decoded(tf, table.schema, draws, suits);
      derive(tf, table.schema, outputs, rows.placeholders());
      return new AddedSignature.Ends(inputs, outputs);
    }
  },

  /** Draws in place of missing values. */
  IMPUTE {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.all(tf, table.schema);
      Map<String, Operand<?>> inputs = new LinkedHashMap<>(rows.placeholders());
      ImputedColumns columns = new ImputedColumns(tf, model, table.schema, seed(tf, inputs));
      ImputedColumns.Cells cells = columns.filled(rows.cells());
      List<? extends Operand<TFloat32>> values = unstacked(tf, cells.values(), rows);
      List<? extends Operand<TBool>> isThere = unstacked(tf, cells.isThere(), rows);
      Map<String, Operand<?>> outputs = new LinkedHashMap<>();
      for (int i = 0; i < rows.modelled().size(); i++) {
        ColumnInput cell = rows.modelled().get(i);
        Ops place = tf.withSubScope("column_" + i);
        Operand<?> drawn = new ColumnOutput(cell.column()).of(place, values.get(i), isThere.get(i));
        outputs.put(cell.column().name(), kept(tf, cell, drawn));
      }
      derive(tf, table.schema, outputs, Map.of());
      return new AddedSignature.Ends(inputs, outputs);
    }
  },

  /** The log-probability of each cell, given the others. */
  EXPLAIN {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.all(tf, table.schema);
      Map<String, Operand<?>> outputs = new LinkedHashMap<>();
      String key = "full_conditionals";
      List<? extends Operand<TFloat32>> each =
          unstacked(tf, model.call(key, rows.others(), key), rows);
      for (int i = 0; i < each.size(); i++) {
        ColumnInput cell = rows.modelled().get(i);
        outputs.put(cell.column().name(), possible(tf, cell.suits(tf), each.get(i)));
      }
      return new AddedSignature.Ends(rows.placeholders(), outputs);
    }
  },

  /** The parts of cells in the strangeness of their row. */
  STRANGENESS {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.all(tf, table.schema);
      List<Operand<TFloat32>> shares = graph(tf, table.strangeness.orElseThrow(), rows).shares();
      Map<String, Operand<?>> outputs = new LinkedHashMap<>();
      for (int i = 0; i < shares.size(); i++) {
        outputs.put(rows.modelled().get(i).column().name(), shares.get(i));
      }
      return new AddedSignature.Ends(rows.placeholders(), outputs);
    }
  },

  /** The distribution of the modelled column, given the others. */
  PREDICT {
    @Override
    AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table) {
      TableInputs rows = TableInputs.conditions(tf, table.schema);
      Map<String, Operand<?>> inputs = new LinkedHashMap<>(rows.placeholders());
      TableColumn first = table.schema.modelled().get(0);
      PredictedColumn column =
          new PredictedColumn(tf, model, first, rows.conditions(), rows.suit());
      if (first.kind().isNamed()) {
        return new AddedSignature.Ends(inputs, column.ofNames());
      }
      Operand<TFloat32> levels =
          tf.withName("level").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1)));
      inputs.put(free("level", inputs), levels);
      return new AddedSignature.Ends(inputs, column.ofNumbers(levels, table.conformal));
    }
  };

  /**
   * A table whose rows are served.
   *
   * @param reference the reference of the scores
   * @param conformal the scores that correct predictions, if there are any
   * @param strangeness the strangeness of rows; empty if it is their negative log-probability
   * @param signatures the names of the model's own signatures
   */
  public record Table(
      TableSchema schema,
      ReferenceScores reference,
      Optional<ConformalScores> conformal,
      Optional<Strangeness> strangeness,
      Set<String> signatures) {
    /** Copies the names. */
    public Table {
      signatures = Set.copyOf(signatures);
    }

    boolean has(TableSignature signature) {
      boolean isAny = schema.conditioning() == Conditioning.ANY;
      return switch (signature) {
        case LOG_PROB, SAMPLE -> true;
        case IMPUTE, EXPLAIN -> isAny;
        case STRANGENESS -> strangeness.isPresent();
        case PREDICT -> !isAny && isPredicted();
      };
    }

    private boolean isPredicted() {
      TableColumn first = schema.modelled().get(0);
      return schema.isOfOneTarget()
          && first.kind().cycle().isEmpty()
          && signatures.contains(first.kind().isNamed() ? "categories" : "quantile");
    }
  }

  abstract AddedSignature.Ends build(Ops tf, AddedSignature.Model model, Table table);

  /** Returns the signatures that a model can have. */
  public static List<AddedSignature> of(Table table) {
    List<AddedSignature> signatures = new ArrayList<>();
    for (TableSignature signature : values()) {
      if (table.has(signature)) {
        signatures.add(signature.added(table));
      }
    }
    return signatures;
  }

  private AddedSignature added(Table table) {
    String name = name().toLowerCase(Locale.ROOT) + "_columns";
    return new AddedSignature() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Ends build(Ops tf, Model model) {
        return TableSignature.this.build(tf, model, table);
      }
    };
  }

  private static StrangenessGraph graph(Ops tf, Strangeness strangeness, TableInputs rows) {
    return strangeness.graph(
        tf,
        new StrangenessGraph.Input(rows.events(), suits(tf, rows.modelled())),
        rows.given().isEmpty()
            ? Optional.empty()
            : Optional.of(new StrangenessGraph.Input(rows.conditions(), suits(tf, rows.given()))));
  }

  private static List<Operand<TBool>> suits(Ops tf, List<ColumnInput> cells) {
    return cells.stream().map(cell -> cell.suits(tf)).toList();
  }

  /**
   * The log-probability of rows that suit the columns; the log-probability of an impossible row
   * elsewhere.
   */
  private static Operand<TFloat32> possible(
      Ops tf, Operand<TBool> suits, Operand<TFloat32> logProb) {
    Operand<TFloat32> impossible = tf.fill(tf.shape(logProb), tf.constant(Float.NEGATIVE_INFINITY));
    return tf.select(suits, logProb, impossible);
  }

  /** Declares the seed, by a name that no column has. */
  private static Operand<TInt64> seed(Ops tf, Map<String, Operand<?>> inputs) {
    Operand<TInt64> seed =
        tf.withName("seed").placeholder(TInt64.class, Placeholder.shape(Shape.of(2)));
    inputs.put(free("seed", inputs), seed);
    return seed;
  }

  private static String free(String name, Map<String, Operand<?>> inputs) {
    return inputs.containsKey(name) ? free(name + "_", inputs) : name;
  }

  /** The context of rows whose cells are all modelled. */
  private static Operand<TFloat32> wholeRows(Ops tf, int columns, Operand<TInt32> count) {
    float[] row = new float[2 * columns];
    Arrays.fill(row, 0, columns, State.MODELLED.code());
    Operand<TInt32> shape = tf.stack(List.of(count, tf.constant(row.length)));
    return tf.broadcastTo(tf.constant(row), shape);
  }

  private static <T extends TType> List<? extends Operand<T>> unstacked(
      Ops tf, Operand<T> cells, TableInputs rows) {
    return tf.unstack(cells, (long) rows.modelled().size(), Unstack.axis(1L)).output();
  }

  /** The given value if there is one, otherwise the draw. */
  private static Operand<?> kept(Ops tf, ColumnInput cell, Operand<?> drawn) {
    return either(tf, cell.isThere(), cell.values(), drawn);
  }

  /** Adds the columns that follow from outputs, or from the given columns. */
  private static void derive(
      Ops tf,
      TableSchema schema,
      Map<String, Operand<?>> outputs,
      Map<String, ? extends Operand<?>> given) {
    Map<String, Operand<?>> sources = new LinkedHashMap<>(given);
    sources.putAll(outputs);
    List<Operand<?>> any = List.of(outputs.values().iterator().next());
    List<DerivedColumn> open = new ArrayList<>(schema.derived());
    while (!open.isEmpty()) {
      DerivedColumn column =
          open.stream()
              .filter(one -> sources.keySet().containsAll(one.relation().sources()))
              .findFirst()
              .orElseThrow();
      List<String> names = column.relation().sources();
      Ops place = tf.withSubScope("derived_" + schema.derived().indexOf(column));
      double seconds =
          schema.written().stream()
              .filter(one -> names.contains(one.name()))
              .mapToDouble(one -> one.kind().seconds())
              .max()
              .orElse(1);
      Operand<?> value =
          new DerivedOutput(column, seconds)
              .of(place, names.isEmpty() ? any : names.stream().map(sources::get).toList());
      outputs.put(column.column().name(), place.identity(value));
      sources.put(column.column().name(), value);
      open.remove(column);
    }
    outputs.keySet().removeAll(schema.distances());
  }

  /** The modelled columns of events; rows that do not suit have no values. */
  private static Map<String, Operand<?>> decoded(
      Ops tf, TableSchema schema, Operand<TFloat32> x, Optional<Operand<TBool>> suits) {
    RowLayout layout = schema.layout();
    List<? extends Operand<TFloat32>> entries =
        tf.unstack(x, (long) layout.size(), Unstack.axis(1L)).output();
    DrawnValues values = new DrawnValues(schema);
    Map<String, Operand<?>> columns = new LinkedHashMap<>();
    for (int i = 0; i < schema.modelled().size(); i++) {
      Operand<TFloat32> value = entries.get(layout.value(i));
      Operand<TBool> isThere = isThere(tf, value, layout.bit(i).map(entries::get), suits);
      TableColumn column = schema.modelled().get(i);
      Ops place = tf.withSubScope("column_" + i);
      Operand<?> output = new ColumnOutput(column).of(place, value, isThere);
      for (int other : values.alikeBefore(i)) {
        String name = schema.modelled().get(other).name();
        Operand<TBool> areEqual =
            areEqual(tf, value, entries.get(layout.value(other)), column.spacing());
        output = either(tf, areEqual, columns.getOrDefault(name, output), output);
      }
      columns.put(column.name(), output);
    }
    return columns;
  }

  private static Operand<TBool> isThere(
      Ops tf,
      Operand<TFloat32> value,
      Optional<? extends Operand<TFloat32>> bit,
      Optional<Operand<TBool>> suits) {
    Operand<TBool> isDrawn =
        bit.isPresent()
            ? tf.math.greater(bit.get(), tf.constant(0.5f))
            : tf.fill(tf.shape(value), tf.constant(true));
    return suits.isPresent() ? tf.math.logicalAnd(isDrawn, suits.get()) : isDrawn;
  }

  /** Whether drawn numbers have equal values, as in {@link DrawnValues}. */
  private static Operand<TBool> areEqual(
      Ops tf, Operand<TFloat32> one, Operand<TFloat32> other, double step) {
    return step > 0
        ? tf.math.equal(steps(tf, one, step), steps(tf, other, step))
        : tf.math.equal(one, other);
  }

  private static Operand<TFloat64> steps(Ops tf, Operand<TFloat32> x, double step) {
    return tf.math.rint(tf.math.div(tf.dtypes.cast(x, TFloat64.class), tf.constant(step)));
  }

  @SuppressWarnings("unchecked") // both have the type of the column
  private static Operand<?> either(
      Ops tf, Operand<TBool> isFirst, Operand<?> first, Operand<?> second) {
    return tf.select(isFirst, (Operand<TType>) first, (Operand<TType>) second);
  }
}
