package io.github.tfflows.spark;

import static org.apache.spark.sql.types.DataTypes.DoubleType;

import io.github.tfflows.spark.model.ModelFiles;
import io.github.tfflows.spark.row.Cells;
import io.github.tfflows.spark.row.InputColumns;
import io.github.tfflows.spark.row.Outputs;
import io.github.tfflows.spark.row.Predicting;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Predicts a column given others of the row: a model whose only modelled column it is, given all
 * others; one of which any cell can be given, given those that the rows have. Values have the type
 * of the column; dates and times are texts.
 */
public final class TableFlowPredictor extends FlowStage<TableFlowPredictor> {
  private static final long serialVersionUID = 1;

  TableFlowPredictor(String uid, ModelFiles files) {
    super(uid, files);
    setDefault(targetCol(), "");
    setDefault(predictionCol(), "prediction");
    setDefault(probabilityCol(), "probability");
    setDefault(intervalCol(), "interval");
    setDefault(level(), 0.9);
    setDefault(quantilesCol(), "");
    setDefault(
        quantileProbabilities(), new double[] {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99});
    setDefault(meanCol(), "");
    setDefault(standardDeviationCol(), "");
    setDefault(missingCol(), "");
    setDefault(draws(), 1_000);
    setDefault(seed(), 1L);
  }

  /** Returns the column to predict; the only modelled one if empty. */
  public Param<String> targetCol() {
    return text("targetCol", "column to predict; the only modelled one if empty");
  }

  /** Returns the column for predictions: the median, of names the likeliest. */
  public Param<String> predictionCol() {
    return text("predictionCol", "output column name of medians, or likeliest names");
  }

  /** Returns the column for the probabilities of names, in the order of {@link #labels}. */
  public Param<String> probabilityCol() {
    return text("probabilityCol", "output column name of probabilities of names; none if empty");
  }

  /** Returns the column for central intervals: rows of the ends {@code lower} and {@code upper}. */
  public Param<String> intervalCol() {
    return text("intervalCol", "output column name of central intervals; none if empty");
  }

  /** Returns the share of new values within an interval. */
  public DoubleParam level() {
    return new DoubleParam(
        this,
        "level",
        "share of new values within an interval, in (0, 1)",
        ParamValidators.inRange(0, 1, false, false));
  }

  /** Returns the column for arrays of quantiles. */
  public Param<String> quantilesCol() {
    return text("quantilesCol", "output column name of quantiles; none if empty");
  }

  /** Returns the probabilities of quantiles. */
  public DoubleArrayParam quantileProbabilities() {
    return new DoubleArrayParam(
        this, "quantileProbabilities", "probabilities of quantiles, in (0, 1)");
  }

  /** Returns the column for means. */
  public Param<String> meanCol() {
    return text("meanCol", "output column name of means; none if empty");
  }

  /** Returns the column for standard deviations. */
  public Param<String> standardDeviationCol() {
    return text("standardDeviationCol", "output column name of standard deviations; none if empty");
  }

  /** Returns the column for probabilities of a missing value. */
  public Param<String> missingCol() {
    return text(
        "missingCol", "output column name of probabilities of a missing value; none if empty");
  }

  /** Returns the draws for each row, where there is no closed form. */
  public IntParam draws() {
    return new IntParam(
        this, "draws", "draws for each row, where there is no closed form", ParamValidators.gt(0));
  }

  /** Returns the seed of draws. */
  public LongParam seed() {
    return new LongParam(this, "seed", "random seed");
  }

  private Param<String> text(String name, String doc) {
    return new Param<>(this, name, doc);
  }

  /** Sets the column to predict. */
  public TableFlowPredictor setTargetCol(String value) {
    return with(targetCol(), value);
  }

  /** Sets the column for predictions. */
  public TableFlowPredictor setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column for the probabilities of names; none if empty. */
  public TableFlowPredictor setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column for central intervals; none if empty. */
  public TableFlowPredictor setIntervalCol(String value) {
    return with(intervalCol(), value);
  }

  /** Sets the share of new values within an interval, in (0, 1). */
  public TableFlowPredictor setLevel(double value) {
    return with(level(), value);
  }

  /** Sets the column for arrays of quantiles; none if empty. */
  public TableFlowPredictor setQuantilesCol(String value) {
    return with(quantilesCol(), value);
  }

  /** Sets the probabilities of quantiles, in (0, 1). */
  public TableFlowPredictor setQuantileProbabilities(double... value) {
    return with(quantileProbabilities(), value);
  }

  /** Sets the column for means; none if empty. */
  public TableFlowPredictor setMeanCol(String value) {
    return with(meanCol(), value);
  }

  /** Sets the column for standard deviations; none if empty. */
  public TableFlowPredictor setStandardDeviationCol(String value) {
    return with(standardDeviationCol(), value);
  }

  /** Sets the column for probabilities of a missing value; none if empty. */
  public TableFlowPredictor setMissingCol(String value) {
    return with(missingCol(), value);
  }

  /** Sets the draws for each row, where there is no closed form. */
  public TableFlowPredictor setDraws(int value) {
    return with(draws(), value);
  }

  /** Sets the seed; equal seeds give equal draws for equally partitioned rows. */
  public TableFlowPredictor setSeed(long value) {
    return with(seed(), value);
  }

  private TableFlowPredictor with(Param<?> param, Object value) {
    set(param.name(), value);
    return this;
  }

  /** Returns the names that the target can have, in the order of their probabilities. */
  public String[] labels() {
    return target().names().toArray(String[]::new);
  }

  private TableColumn target() {
    String name = getOrDefault(targetCol());
    List<TableColumn> modelled = columns().modelled();
    if (name.isEmpty() && modelled.size() > 1) {
      throw new IllegalArgumentException(
          "expected a targetCol, one of "
              + Excerpt.of(modelled.stream().map(TableColumn::name).toList()));
    }
    return model().predict(name.isEmpty() ? modelled.get(0).name() : name).column();
  }

  @Override
  InputColumns inputs(StructType schema) {
    TableColumn target = target();
    List<TableColumn> others =
        columns().written().stream().filter(column -> !column.equals(target)).toList();
    return InputColumns.ofTable(schema, others, columns().given());
  }

  @Override
  Outputs<?> outputs(StructType schema) {
    TableColumn target = target();
    Outputs<Predictions> outputs =
        Outputs.of(
            new Predicting(
                target.name(), (int) getOrDefault(draws()), (long) getOrDefault(seed())));
    return (target.kind().isNamed() ? ofNames(outputs) : ofNumbers(outputs, Cells.type(target)))
        .withOptional(
            getOrDefault(missingCol()),
            DoubleType,
            predictions -> Predicting.numbers(predictions.missing()));
  }

  private Outputs<Predictions> ofNames(Outputs<Predictions> outputs) {
    return outputs
        .withOptional(getOrDefault(predictionCol()), DataTypes.StringType, Predictions::likeliest)
        .withOptional(
            getOrDefault(probabilityCol()), SQLDataTypes.VectorType(), Predicting::probabilities);
  }

  private Outputs<Predictions> ofNumbers(Outputs<Predictions> outputs, DataType own) {
    DataType type = own.equals(DataTypes.StringType) ? own : DoubleType;
    double share = (double) getOrDefault(level());
    double[] levels = getOrDefault(quantileProbabilities());
    StructType ends = new StructType().add("lower", type).add("upper", type);
    return outputs
        .withOptional(
            getOrDefault(predictionCol()), type, all -> Predicting.values(all, all.quantiles(0.5)))
        .withOptional(getOrDefault(intervalCol()), ends, all -> Predicting.intervals(all, share))
        .withOptional(
            getOrDefault(quantilesCol()),
            DataTypes.createArrayType(type),
            all -> Predicting.quantiles(all, levels))
        .withOptional(getOrDefault(meanCol()), type, all -> Predicting.values(all, all.means()))
        .withOptional(
            getOrDefault(standardDeviationCol()),
            DoubleType,
            all -> Predicting.numbers(all.standardDeviations()));
  }

  @Override
  public TableFlowPredictor copy(ParamMap extra) {
    return copyValues(new TableFlowPredictor(uid(), files()), extra).setParent(parent());
  }

  /** Returns a reader of such stages. */
  public static MLReader<TableFlowPredictor> read() {
    return new ModelReader<>(TableFlowPredictor.class, TableFlowPredictor::new);
  }

  /** Loads a stage that was written, or one of any exported model of a table. */
  public static TableFlowPredictor load(String path) {
    return read().load(path);
  }
}
