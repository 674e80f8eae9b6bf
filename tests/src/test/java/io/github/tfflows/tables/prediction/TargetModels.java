package io.github.tfflows.tables.prediction;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Ensemble;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Weights;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.runtime.Initialization;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Models of a column y given a name c and a number z, with random weights. */
public final class TargetModels {
  private static final int ROWS = 800;

  /** A table of which a share of the values of y is missing. */
  public static TableSource source(Function<Random, String> target, double gaps) {
    return source(Map.of("y", target), gaps);
  }

  /** A table of c, z and other columns, of which a share of the values is missing. */
  static TableSource source(Map<String, Function<Random, String>> targets, double gaps) {
    Random random = new Random(7);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<String> row = new ArrayList<>();
      List<String> y = targets.values().stream().map(target -> target.apply(random)).toList();
      String c = random.nextBoolean() ? "left" : "right";
      y.forEach(value -> row.add(random.nextDouble() < gaps ? "" : value));
      row.addAll(List.of(c, "" + random.nextGaussian()));
      rows.add(row);
    }
    List<String> columns = new ArrayList<>(targets.keySet());
    columns.addAll(List.of("c", "z"));
    return TableSources.of("table", columns, rows);
  }

  static TableSchema schema(TableSource source, List<String> given, Map<String, ColumnKind> kinds)
      throws IOException {
    return new TableScan(List.of(), given, List.of(), kinds).of(source, Missing.MODEL);
  }

  /** The schema of a model of y given c and z. */
  static TableSchema given(TableSource source) throws IOException {
    return schema(source, List.of("c", "z"), Map.of());
  }

  /** The schema of a model of which any cell can be given. */
  static TableSchema ofAnyCell(TableSource source) throws IOException {
    return schema(source, List.of(), Map.of()).conditionedOn(Conditioning.ANY);
  }

  /** A model of y given c and z, to be closed. */
  public static TableModel of(TableSource source) throws IOException {
    return model(source, given(source));
  }

  public static TableModel load(Path folder) throws IOException {
    return TableModel.load(folder, Execution.defaults());
  }

  /** A model with random weights, to be closed. */
  static TableModel model(TableSource source, TableSchema schema) throws IOException {
    return TableModel.of(compiled(density(source, schema), schema, 0.1), schema);
  }

  /**
   * The same model, to be closed as well, of which a value is nearly never there: with a
   * probability of about e⁻⁵⁰.
   */
  public static TableModel nearlyAlwaysMissing(TableModel model) {
    CompiledDistribution plain = model.distribution();
    Map<String, Weights.Array> weights = new LinkedHashMap<>(plain.weights().byName());
    weights.replaceAll(
        (name, array) ->
            name.contains("presence_0") && name.endsWith("bias") && array.values().length == 2
                ? new Weights.Array(array.shape(), new double[] {25, -25})
                : array);
    return TableModel.of(
        CompiledDistribution.compile(
            plain.description().definition(),
            plain.contextSize(),
            new Weights(weights),
            Execution.defaults()),
        model.schema());
  }

  /** Two members with random weights that are far apart, to be closed. */
  static TableModel ensemble(TableSource source, TableSchema schema) throws IOException {
    Distribution density = density(source, schema);
    return TableModel.of(compiled(new Ensemble(List.of(density, density)), schema, 0.5), schema);
  }

  /** A member of {@link #ensemble}, to be closed. */
  static TableModel member(TableModel ensemble, int number) {
    CompiledDistribution all = ensemble.distribution();
    Ensemble definition = (Ensemble) all.description().definition();
    return TableModel.of(
        CompiledDistribution.compile(
            definition.members().get(number),
            all.contextSize(),
            all.weights().part(Ensemble.name(number)),
            Execution.defaults()),
        ensemble.schema());
  }

  private static Distribution density(TableSource source, TableSchema schema) throws IOException {
    Data data = TableReader.readAll(source, schema, Missing.MODEL);
    RationalQuadratic spline = new RationalQuadratic(4, 3);
    ResidualMade network = ResidualMade.of(8, 1);
    return TableDistribution.of(
        d ->
            schema.leavesOutNumbers()
                ? Flows.permutedSplines(d, 1, spline, network)
                : Flows.neuralSplineAutoregressive(d, 1, spline, network),
        schema,
        data);
  }

  private static CompiledDistribution compiled(
      Distribution density, TableSchema schema, double deviation) {
    int context = schema.contextNames().size();
    Weights start = Initialization.of(density, context, 1, Execution.defaults());
    return CompiledDistribution.compile(
        density, context, MovedWeights.like(start, deviation, 3), Execution.defaults());
  }

  private TargetModels() {}
}
