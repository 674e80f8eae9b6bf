package io.github.tfflows.tables;

import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** The flow that a fit trains on the columns that are numbers. */
sealed interface FittedFlow {
  /** The name, for the description of the model. */
  String name();

  /** The flow in words, for a number of rows. */
  String words(TableSchema schema, int rows);

  /** Flows by the number of columns. */
  IntFunction<TransformedDistribution> on(TableSchema schema, int rows);

  /** Whether the flow can leave out numbers, so that some may have point masses. */
  boolean leavesOutNumbers();

  /**
   * A flow of the usual size for the number of rows, or one made of it.
   *
   * @param size changes the size
   */
  record OfFamily(FlowFamily family, UnaryOperator<FlowFamily.Size> size) implements FittedFlow {
    @Override
    public String name() {
      return family.toString();
    }

    @Override
    public String words(TableSchema schema, int rows) {
      return family + ", " + size(schema, rows);
    }

    private FlowFamily.Size size(TableSchema schema, int rows) {
      return size.apply(FlowFamily.Size.forData(family, schema, rows));
    }

    @Override
    public IntFunction<TransformedDistribution> on(TableSchema schema, int rows) {
      return family.on(schema, size(schema, rows));
    }

    @Override
    public boolean leavesOutNumbers() {
      return family.leavesOutNumbers();
    }
  }

  /** A flow of the caller's, which must leave out numbers where the columns ask for it. */
  record Own(String name, IntFunction<TransformedDistribution> flows) implements FittedFlow {
    @Override
    public String words(TableSchema schema, int rows) {
      return name;
    }

    @Override
    public IntFunction<TransformedDistribution> on(TableSchema schema, int rows) {
      return flows;
    }

    @Override
    public boolean leavesOutNumbers() {
      return true;
    }
  }
}
