package io.github.tfflows.spark.param;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.types.StructType;

/**
 * The parameters of training, which all estimators share.
 *
 * @param <S> the class that has them
 */
public interface TrainingParams<S extends TrainingParams<S>>
    extends InvalidParams<S>, HasInputCols<S>, HasSeed<S> {
  /** Returns the column of weights; all rows count equally if empty. */
  default Param<String> weightCol() {
    return new Param<>(this, "weightCol", "weight column name; all rows count equally if empty");
  }

  /** Returns the column of groups that are held out as a whole; none if empty. */
  default Param<String> groupCol() {
    return new Param<>(
        this, "groupCol", "column name of groups that are held out as a whole; none if empty");
  }

  /** Returns the flow by its name in {@link io.github.tfflows.tables.flow.FlowFamily}. */
  default Param<String> flow() {
    return new Param<>(this, "flow", "the flow, such as neuralSplineAutoregressive or maf");
  }

  /** Returns the largest number of steps; zero lets the number of rows decide. */
  default IntParam maxIter() {
    return new IntParam(
        this, "maxIter", "largest number of steps; 0: by the rows", ParamValidators.gtEq(0));
  }

  /** Returns the peak learning rate. */
  default DoubleParam stepSize() {
    return new DoubleParam(this, "stepSize", "peak learning rate", ParamValidators.gt(0));
  }

  /** Returns the number of rows of a step, of all workers together; zero for the usual number. */
  default IntParam batchSize() {
    return new IntParam(
        this,
        "batchSize",
        "rows of a step, of all workers; 0: by the rows",
        ParamValidators.gtEq(0));
  }

  /** Returns the number of partitions to train on at once; zero for Spark's parallelism. */
  default IntParam numWorkers() {
    return new IntParam(
        this,
        "numWorkers",
        "partitions to train on at once; 0: all cores",
        ParamValidators.gtEq(0));
  }

  /** Returns the number of steps that workers take between two averages. */
  default IntParam stepsPerRound() {
    return new IntParam(
        this,
        "stepsPerRound",
        "steps of each worker between two averages; 1 averages the gradients of every step",
        ParamValidators.gtEq(1));
  }

  /** Returns the share of the rows to validate with, at most 20,000 rows. */
  default DoubleParam heldOutFraction() {
    return new DoubleParam(
        this,
        "heldOutFraction",
        "share of the rows to validate with, at most 20,000 rows",
        ParamValidators.inRange(0, 1, false, false));
  }

  /** Returns the driver's folder of checkpoints, from which a fit goes on; none if empty. */
  default Param<String> checkpointDir() {
    return new Param<>(this, "checkpointDir", "the driver's folder of checkpoints; none if empty");
  }

  /** Returns the number of steps between checkpoints. */
  default IntParam checkpointInterval() {
    return new IntParam(
        this, "checkpointInterval", "steps between checkpoints", ParamValidators.gtEq(1));
  }

  /** Sets the column of weights, zero or more; all rows count equally if empty. */
  default S setWeightCol(String value) {
    return with(weightCol(), value);
  }

  /**
   * Sets the column of groups, such as customers, whose rows are held out as a whole; none if
   * empty. A row in which it is null is a group of its own.
   */
  default S setGroupCol(String value) {
    return with(groupCol(), value);
  }

  /**
   * Returns the input columns: the chosen ones, or all but some others and those that weight or
   * group rows.
   */
  default List<String> inputs(StructType schema, List<String> others) {
    List<String> chosen = List.of(getOrDefault(inputCols()));
    return chosen.isEmpty()
        ? Stream.of(schema.fieldNames())
            .filter(name -> !others.contains(name))
            .filter(name -> !name.equals(getOrDefault(weightCol())))
            .filter(name -> !name.equals(getOrDefault(groupCol())))
            .toList()
        : chosen;
  }

  /** Sets the flow, by its name in {@link io.github.tfflows.tables.flow.FlowFamily}. */
  default S setFlow(String value) {
    return with(flow(), value);
  }

  /** Sets the largest number of steps; zero lets the number of rows decide. */
  default S setMaxIter(int value) {
    return with(maxIter(), value);
  }

  /** Sets the peak learning rate. */
  default S setStepSize(double value) {
    return with(stepSize(), value);
  }

  /** Sets the number of rows of a step, of all workers together; zero for the usual number. */
  default S setBatchSize(int value) {
    return with(batchSize(), value);
  }

  /** Sets the number of partitions to train on at once; zero for all cores. */
  default S setNumWorkers(int value) {
    return with(numWorkers(), value);
  }

  /** Sets the number of steps that workers take between two averages. */
  default S setStepsPerRound(int value) {
    return with(stepsPerRound(), value);
  }

  /** Sets the share of the rows to validate with. */
  default S setHeldOutFraction(double value) {
    return with(heldOutFraction(), value);
  }

  /** Sets the driver's folder of checkpoints. */
  default S setCheckpointDir(String value) {
    return with(checkpointDir(), value);
  }

  /** Sets the number of steps between checkpoints. */
  default S setCheckpointInterval(int value) {
    return with(checkpointInterval(), value);
  }

  default void setTrainingDefaults() {
    setInvalidDefaults();
    setDefault(inputCols(), new String[0]);
    setDefault(weightCol(), "");
    setDefault(groupCol(), "");
    setDefault(flow(), "neuralSplineAutoregressive");
    setDefault(maxIter(), 0);
    setDefault(stepSize(), 5e-3);
    setDefault(batchSize(), 0);
    setDefault(numWorkers(), 0);
    setDefault(stepsPerRound(), 20);
    setDefault(heldOutFraction(), 0.1);
    setSeedDefault();
    setDefault(checkpointDir(), "");
    setDefault(checkpointInterval(), 100);
  }
}
