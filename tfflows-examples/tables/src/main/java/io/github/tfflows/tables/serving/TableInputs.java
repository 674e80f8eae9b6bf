package io.github.tfflows.tables.serving;

import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/** The rows of a table as inputs of a graph, with one input for each column. */
record TableInputs(Ops tf, List<ColumnInput> modelled, List<ColumnInput> given) {
  static TableInputs all(Ops tf, TableSchema schema) {
    return new TableInputs(
        tf, inputs(tf, "modelled", schema.modelled()), inputs(tf, "given", schema.given()));
  }

  static TableInputs conditions(Ops tf, TableSchema schema) {
    return new TableInputs(tf, List.of(), inputs(tf, "given", schema.given()));
  }

  private static List<ColumnInput> inputs(Ops tf, String role, List<TableColumn> columns) {
    List<ColumnInput> inputs = new ArrayList<>();
    for (TableColumn column : columns) {
      inputs.add(ColumnInput.of(tf.withSubScope(role + "_" + inputs.size()), column));
    }
    return inputs;
  }

  private Stream<ColumnInput> all() {
    return Stream.concat(modelled.stream(), given.stream());
  }

  /** Returns the placeholders by the names of their columns. */
  Map<String, Operand<?>> placeholders() {
    Map<String, Operand<?>> byName = new LinkedHashMap<>();
    all().forEach(input -> byName.put(input.column().name(), input.values()));
    return byName;
  }

  /** Where all values of a row suit their columns. */
  Operand<TBool> suit() {
    return all().map(input -> input.suits(tf)).reduce(tf.math::logicalAnd).orElseThrow();
  }

  /** Builds the events, with a bit for each column that has gaps. */
  Operand<TFloat32> events() {
    List<Operand<TFloat32>> entries = new ArrayList<>(bits(modelled));
    modelled.forEach(input -> entries.add(input.number()));
    return tf.stack(entries, Stack.axis(1L));
  }

  /** Builds the cells of the modelled columns. A value that does not suit counts as missing. */
  ImputedColumns.Cells cells() {
    return new ImputedColumns.Cells(values(), stack(ColumnInput::isThere));
  }

  private Operand<TFloat32> values() {
    return stack(ColumnInput::number);
  }

  /** Stacks an operand of each modelled column, {@code [n, columns]}. */
  private <T extends TType> Operand<T> stack(Function<ColumnInput, Operand<T>> ofColumn) {
    return tf.stack(modelled.stream().map(ofColumn).toList(), Stack.axis(1L));
  }

  /** Builds the values of the given columns, with a bit for each column that has gaps. */
  Operand<TFloat32> conditions() {
    List<Operand<TFloat32>> entries = new ArrayList<>();
    given.forEach(input -> entries.add(input.number()));
    entries.addAll(bits(given));
    return tf.stack(entries, Stack.axis(1L));
  }

  /** Where the values of columns with gaps are present. */
  private List<Operand<TFloat32>> bits(List<ColumnInput> inputs) {
    List<Operand<TFloat32>> bits = new ArrayList<>();
    inputs.stream()
        .filter(input -> input.column().hasGaps())
        .forEach(input -> bits.add(tf.dtypes.cast(input.isThere(), TFloat32.class)));
    return bits;
  }

  /** Builds the model's inputs of whole rows: the events, with their context if there is one. */
  Map<String, Operand<?>> whole(Conditioning conditioning) {
    if (conditioning == Conditioning.ANY) {
      Operand<TFloat32> values = values();
      Operand<TFloat32> states = tf.fill(tf.shape(values), tf.constant(State.MODELLED.code()));
      return Map.of("x", events(), "context", context(states, values));
    }
    return given.isEmpty() ? Map.of("x", events()) : Map.of("x", events(), "context", conditions());
  }

  /** Builds the inputs of a model of any cell, with all cells given. */
  Map<String, Operand<?>> others() {
    Operand<TFloat32> states = stack(input -> input.stateOfGiven(tf));
    return Map.of("x", events(), "context", context(states, values()));
  }

  private Operand<TFloat32> context(Operand<TFloat32> states, Operand<TFloat32> values) {
    return tf.concat(List.of(states, values), tf.constant(1));
  }
}
