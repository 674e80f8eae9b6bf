package io.github.tfflows.tables;

import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.text.Numbers;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** The flow of the numeric columns in a fit. */
sealed interface FittedFlow {
  String name();

  String words(TableSchema schema, int rows);

  /** Returns flows by the number of columns. */
  IntFunction<TransformedDistribution> on(TableSchema schema, int rows);

  /** Returns the default treatment of numbers that many rows share. */
  Repeats repeats(Conditioning conditioning, Optional<String> groups);

  /** A flow of the default size for the number of rows, or of a changed one. */
  record OfFamily(FlowFamily family, UnaryOperator<FlowFamily.Size> size) implements FittedFlow {
    @Override
    public String name() {
      return family.toString();
    }

    @Override
    public String words(TableSchema schema, int rows) {
      FlowFamily.Size size = size(schema, rows);
      String layers = Numbers.counted(size.layers(), "layer");
      return family + ", " + (family.hasNetworks() ? size : layers);
    }

    private FlowFamily.Size size(TableSchema schema, int rows) {
      return size.apply(FlowFamily.Size.forData(family, schema, rows));
    }

    @Override
    public IntFunction<TransformedDistribution> on(TableSchema schema, int rows) {
      return family.on(schema, size(schema, rows));
    }

    @Override
    public Repeats repeats(Conditioning conditioning, Optional<String> groups) {
      return family.repeats(conditioning, groups);
    }
  }

  /** The caller's own flow, which must allow absent numbers if the columns need it. */
  record Own(String name, IntFunction<TransformedDistribution> flows) implements FittedFlow {
    @Override
    public String words(TableSchema schema, int rows) {
      return name;
    }

    @Override
    public IntFunction<TransformedDistribution> on(TableSchema schema, int rows) {
      return columns ->
          Objects.requireNonNull(
              flows.apply(columns), () -> "the flow %s on %s columns".formatted(name, columns));
    }

    @Override
    public Repeats repeats(Conditioning conditioning, Optional<String> groups) {
      return Repeats.usual(conditioning, groups);
    }
  }
}
