package io.github.tfflows.spark;

import io.github.tfflows.spark.row.Cells;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Evaluates a model by the mean log-density of rows that it has scored, in nats a row; higher is
 * better.
 */
public final class LogLikelihoodEvaluator extends Evaluator implements DefaultParamsWritable {
  private static final long serialVersionUID = 1;

  private final String uid;

  /** Creates an evaluator with a name of its own. */
  public LogLikelihoodEvaluator() {
    this(Identifiable$.MODULE$.randomUID("logLikelihoodEvaluator"));
  }

  /** Creates an evaluator with a given name. */
  public LogLikelihoodEvaluator(String uid) {
    this.uid = uid;
    setDefault(logProbCol(), "logProb");
    setDefault(weightCol(), "");
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns the column of log-densities. */
  public Param<String> logProbCol() {
    return new Param<>(this, "logProbCol", "column name of log-densities in nats");
  }

  /** Sets the column of log-densities. */
  public LogLikelihoodEvaluator setLogProbCol(String name) {
    set(logProbCol(), name);
    return this;
  }

  /** Returns the column of weights; all rows count equally if empty. */
  public Param<String> weightCol() {
    return new Param<>(this, "weightCol", "weight column name; all rows count equally if empty");
  }

  /** Sets the column of weights; all rows count equally if empty. */
  public LogLikelihoodEvaluator setWeightCol(String name) {
    set(weightCol(), name);
    return this;
  }

  /**
   * Returns the mean.
   *
   * @throws IllegalArgumentException if there is no row with a log-density
   */
  @Override
  public double evaluate(Dataset<?> dataset) {
    String column = getOrDefault(logProbCol());
    String weights = getOrDefault(weightCol());
    Column weight = weights.isEmpty() ? functions.lit(1.0) : Cells.column(weights);
    Column logProb = Cells.column(column);
    Row mean =
        dataset
            .filter(logProb.isNotNull().and(weight.gt(0)))
            .select(functions.sum(logProb.multiply(weight)).divide(functions.sum(weight)))
            .first();
    if (mean.isNullAt(0)) {
      throw new IllegalArgumentException(
          "column %s has no log-density to average: the dataset has no rows, or none with one"
              .formatted(column));
    }
    return mean.getDouble(0);
  }

  @Override
  public boolean isLargerBetter() {
    return true;
  }

  @Override
  public LogLikelihoodEvaluator copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  public static MLReader<LogLikelihoodEvaluator> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an evaluator that was written. */
  public static LogLikelihoodEvaluator load(String path) {
    return read().load(path);
  }
}
