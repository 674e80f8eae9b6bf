package io.github.tfflows.spark.param;

import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The parameters of predictions, which the estimator and its model share. With several targets,
 * each column of predictions contains rows with a field for each target.
 *
 * @param <S> the class that has them
 */
public interface PredictionParams<S extends PredictionParams<S>>
    extends InvalidParams<S>, HasSeed<S> {
  default StringArrayParam targetCols() {
    return new StringArrayParam(
        this, "targetCols", "columns to predict, together if there are several");
  }

  /** Returns the column for predictions: the median, or the likeliest name. */
  default Param<String> predictionCol() {
    return new Param<>(this, "predictionCol", "output column name of medians, or likeliest names");
  }

  /** Returns the column for the probabilities of names, in the order of the model's labels. */
  default Param<String> probabilityCol() {
    return new Param<>(
        this, "probabilityCol", "output column name of probabilities of names; none if empty");
  }

  /** Returns the column for central intervals: rows of the ends {@code lower} and {@code upper}. */
  default Param<String> intervalCol() {
    return new Param<>(
        this, "intervalCol", "output column name of central intervals; none if empty");
  }

  /** Returns the share of new values within an interval. */
  default DoubleParam level() {
    return new DoubleParam(
        this,
        "level",
        "share of new values within an interval, in (0, 1)",
        ParamValidators.inRange(0, 1, false, false));
  }

  default Param<String> quantilesCol() {
    return new Param<>(this, "quantilesCol", "output column name of quantiles; none if empty");
  }

  default DoubleArrayParam quantileProbabilities() {
    return new DoubleArrayParam(
        this, "quantileProbabilities", "probabilities of quantiles, in (0, 1)");
  }

  default Param<String> meanCol() {
    return new Param<>(this, "meanCol", "output column name of means; none if empty");
  }

  default Param<String> standardDeviationCol() {
    return new Param<>(
        this, "standardDeviationCol", "output column name of standard deviations; none if empty");
  }

  /** Returns the column for probabilities of a missing value. */
  default Param<String> missingCol() {
    return new Param<>(
        this,
        "missingCol",
        "output column name of probabilities of a missing value; none if empty");
  }

  /** Returns the column for log-densities of the targets, where rows have them. */
  default Param<String> logProbCol() {
    return new Param<>(
        this,
        "logProbCol",
        "output column name of log-densities of given targets in nats; none if empty");
  }

  /**
   * Returns the column for whether the targets are within their predicted regions, where rows have
   * them.
   */
  default Param<String> insideCol() {
    return new Param<>(
        this,
        "insideCol",
        "output column name of whether given targets are within intervals; none if empty");
  }

  /** Returns the number of draws for each row, where there is no closed form. */
  default IntParam draws() {
    return new IntParam(
        this, "draws", "draws for each row, where there is no closed form", ParamValidators.gt(0));
  }

  /** Sets the columns to predict, together if there are several. */
  default S setTargetCols(String... value) {
    return with(targetCols(), value);
  }

  default S setPredictionCol(String value) {
    return with(predictionCol(), value);
  }

  /** Sets the column for the probabilities of names; none if empty. */
  default S setProbabilityCol(String value) {
    return with(probabilityCol(), value);
  }

  /** Sets the column for central intervals; none if empty. */
  default S setIntervalCol(String value) {
    return with(intervalCol(), value);
  }

  /** Sets the share of new values within an interval, in (0, 1). */
  default S setLevel(double value) {
    return with(level(), value);
  }

  /** Sets the column for arrays of quantiles; none if empty. */
  default S setQuantilesCol(String value) {
    return with(quantilesCol(), value);
  }

  /** Sets the probabilities of quantiles, in (0, 1). */
  default S setQuantileProbabilities(double... value) {
    return with(quantileProbabilities(), value);
  }

  /** Sets the column for means; none if empty. */
  default S setMeanCol(String value) {
    return with(meanCol(), value);
  }

  /** Sets the column for standard deviations; none if empty. */
  default S setStandardDeviationCol(String value) {
    return with(standardDeviationCol(), value);
  }

  /** Sets the column for probabilities of a missing value; none if empty. */
  default S setMissingCol(String value) {
    return with(missingCol(), value);
  }

  /**
   * Sets the column for log-densities of the targets, in nats per unit of each number; names and
   * missing values count by their probability. Rows without columns of the targets have none.
   */
  default S setLogProbCol(String value) {
    return with(logProbCol(), value);
  }

  /**
   * Sets the column for whether the targets are within their predicted regions: a number within its
   * interval, a name among the fewest names with the probability of the level, several targets
   * within the region of highest density with this probability. Rows without columns of the targets
   * have no value there.
   */
  default S setInsideCol(String value) {
    return with(insideCol(), value);
  }

  /** Sets the number of draws for each row, where there is no closed form. */
  default S setDraws(int value) {
    return with(draws(), value);
  }

  default void setPredictionDefaults() {
    setInvalidDefaults();
    setSeedDefault();
    setDefault(targetCols(), new String[0]);
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
    setDefault(logProbCol(), "");
    setDefault(insideCol(), "");
    setDefault(draws(), 1_000);
  }
}
