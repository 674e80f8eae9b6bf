"""Normalizing flows as estimators of pyspark.ml: NormalizingFlow for vectors, TableFlow for columns
of any kind, TableFlowPredictor for some of these given the others.

Java classes of the same names do the work. The jar of tfflows-spark holds this module, so that one
option brings both, and --jars the native library of the platform::

    spark-submit --packages io.github.tfflows:tfflows-spark:VERSION --jars NATIVE job.py

A program that starts its own session installs this module by pip, and sets ``spark.jars.packages``
and ``spark.jars`` likewise.

A job fits a density, scores rows and draws new ones::

    from tfflows_spark import NormalizingFlow

    model = NormalizingFlow(featuresCol="features", falseAlarmRate=0.01).fit(rows)
    scored = model.transform(others)  # with logProb, strangeness, pValue and prediction
    draws = model.sample(spark, 1000, seed=1)
    model.write().overwrite().save("hdfs:///models/flow")

Stages are written as Java writes them, and either language reads them. A program that reads a
Pipeline or a CrossValidator with such stages imports this module first. Spark Connect is not
supported.
"""

from __future__ import annotations

import sys
from typing import Any, Callable, Dict, List, Sequence, TypeVar

from pyspark import SparkContext, keyword_only
from pyspark.ml.evaluation import JavaEvaluator
from pyspark.ml.param import Param, Params, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaEstimator, JavaModel
from pyspark.sql import DataFrame, SparkSession

__all__ = [
    "LogLikelihoodEvaluator",
    "NormalizingFlow",
    "NormalizingFlowModel",
    "TableFlow",
    "TableFlowImputer",
    "TableFlowModel",
    "TableFlowPredictor",
    "TableFlowPredictorModel",
]

_PACKAGE = "io.github.tfflows.spark"

# Pipelines and validators that are read look for the Python class of a stage in the module of the
# name of its Java package.
sys.modules[_PACKAGE] = sys.modules[__name__]

_PROBABILITIES = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99)

R = TypeVar("R", bound="JavaMLReadable[Any]")
P = TypeVar("P", bound=Params)


def _param(name: str, doc: str, converter: Callable[[Any], Any]) -> Param[Any]:
    return Param(Params._dummy(), name, doc, converter)


def _text(name: str, doc: str) -> Param[str]:
    return _param(name, doc, TypeConverters.toString)


def _texts(name: str, doc: str) -> Param[List[str]]:
    return _param(name, doc, TypeConverters.toListString)


def _whole(name: str, doc: str) -> Param[int]:
    return _param(name, doc, TypeConverters.toInt)


def _number(name: str, doc: str) -> Param[float]:
    return _param(name, doc, TypeConverters.toFloat)


def _java_stage(stage: Any) -> Any:
    try:
        return stage._new_java_obj(stage._java_class, stage.uid)
    except TypeError as error:
        raise RuntimeError(
            f"the session has no class {stage._java_class}; start it with spark.jars.packages set to"
            " io.github.tfflows:tfflows-spark:VERSION, or with its jars in spark.jars"
        ) from error


class _Reader(JavaMLReader[R]):
    """A reader by the Java class that a Python class names."""

    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return clazz._java_class


class _Readable(JavaMLReadable[R]):
    """A class whose instances Java reads."""

    @classmethod
    def read(cls) -> _Reader[R]:
        """Returns a reader."""
        return _Reader(cls)


class _InvalidParams(Params):
    """The treatment of rows that do not suit the columns."""

    problemCol = _text("problemCol", "output column name of problems; none if empty")
    handleInvalid = _text(
        "handleInvalid",
        "treatment of rows that do not suit the columns: error, or keep with the lowest score",
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(problemCol="", handleInvalid="error")

    def setParams(self: P, **values: Any) -> P:
        """Sets parameters by their names."""
        return self._set(**values)

    def getProblemCol(self) -> str:
        """Returns the column for reasons why rows do not suit the columns; none if empty."""
        return self.getOrDefault(self.problemCol)

    def setProblemCol(self: P, value: str) -> P:
        """Sets the column for reasons why rows do not suit the columns; none if empty."""
        return self._set(problemCol=value)

    def getHandleInvalid(self) -> str:
        """Returns the treatment of rows that do not suit the columns."""
        return self.getOrDefault(self.handleInvalid)

    def setHandleInvalid(self: P, value: str) -> P:
        """Sets the treatment of rows that do not suit the columns: ``error`` ends the job,
        ``keep`` scores them as impossible, and leaves out other results."""
        return self._set(handleInvalid=value)


class _ScoringParams(_InvalidParams):
    """The parameters of scoring, which estimators and models share."""

    logProbCol = _text("logProbCol", "output column name of log-densities in nats")
    strangenessCol = _text("strangenessCol", "output column name of strangeness in nats")
    pValueCol = _text("pValueCol", "output column name of p-values")
    predictionCol = _text("predictionCol", "output column name of predictions, 1.0 or 0.0")
    falseAlarmRate = _number(
        "falseAlarmRate", "share of ordinary rows that may be predicted to be anomalies, in (0, 1)"
    )
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            logProbCol="logProb",
            strangenessCol="strangeness",
            pValueCol="pValue",
            predictionCol="prediction",
            falseAlarmRate=0.01,
        )

    def getLogProbCol(self) -> str:
        """Returns the column for log-densities, in nats."""
        return self.getOrDefault(self.logProbCol)

    def setLogProbCol(self: P, value: str) -> P:
        """Sets the column for log-densities, in nats."""
        return self._set(logProbCol=value)

    def getStrangenessCol(self) -> str:
        """Returns the column for the strangeness of rows, in nats."""
        return self.getOrDefault(self.strangenessCol)

    def setStrangenessCol(self: P, value: str) -> P:
        """Sets the column for the strangeness of rows, in nats."""
        return self._set(strangenessCol=value)

    def getPValueCol(self) -> str:
        """Returns the column for p-values: the share of ordinary rows at least as strange."""
        return self.getOrDefault(self.pValueCol)

    def setPValueCol(self: P, value: str) -> P:
        """Sets the column for p-values: the share of ordinary rows at least as strange."""
        return self._set(pValueCol=value)

    def getPredictionCol(self) -> str:
        """Returns the column for predictions: 1.0 for an anomaly, 0.0 for an ordinary row."""
        return self.getOrDefault(self.predictionCol)

    def setPredictionCol(self: P, value: str) -> P:
        """Sets the column for predictions: 1.0 for an anomaly, 0.0 for an ordinary row."""
        return self._set(predictionCol=value)

    def getFalseAlarmRate(self) -> float:
        """Returns the share of ordinary rows that may be predicted to be anomalies."""
        return self.getOrDefault(self.falseAlarmRate)

    def setFalseAlarmRate(self: P, value: float) -> P:
        """Sets the share of ordinary rows that may be predicted to be anomalies, in (0, 1)."""
        return self._set(falseAlarmRate=value)


class _ExplanationParams(_ScoringParams):
    """The columns that explain scores. They need a model of any cell."""

    explanationCol = _text(
        "explanationCol",
        "output column name of log-probabilities of cells, less their medians; none if empty",
    )
    oddestCol = _text(
        "oddestCol", "output column name of the oddest cell's column; none if empty"
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(explanationCol="", oddestCol="")

    def getExplanationCol(self) -> str:
        """Returns the column for log-probabilities of cells; none if empty."""
        return self.getOrDefault(self.explanationCol)

    def setExplanationCol(self: P, value: str) -> P:
        """Sets the column for a map from each column to the log-probability of its cell, given all
        others of the row, less the median of the column."""
        return self._set(explanationCol=value)

    def getOddestCol(self) -> str:
        """Returns the column for the name of the column with the oddest cell; none if empty."""
        return self.getOrDefault(self.oddestCol)

    def setOddestCol(self: P, value: str) -> P:
        """Sets the column for the name of the column with the oddest cell."""
        return self._set(oddestCol=value)


class _InputColsParams(Params):
    """The choice of input columns."""

    inputCols = _texts("inputCols", "input column names")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(inputCols=[])

    def getInputCols(self) -> List[str]:
        """Returns the input columns."""
        return self.getOrDefault(self.inputCols)

    def setInputCols(self: P, value: Sequence[str]) -> P:
        """Sets the input columns; those of a model are in the order of the fit."""
        return self._set(inputCols=value)


class _FeaturesParams(_InputColsParams):
    """The column of vectors of an estimator and of its model, or columns in its place."""

    featuresCol = _text("featuresCol", "features column name")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(featuresCol="features")

    def getFeaturesCol(self) -> str:
        """Returns the column of vectors; unused where there are input columns."""
        return self.getOrDefault(self.featuresCol)

    def setFeaturesCol(self: P, value: str) -> P:
        """Sets the column of vectors."""
        return self._set(featuresCol=value)


class _SeedParams(Params):
    """The seed of all random numbers."""

    seed = _whole("seed", "random seed")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(seed=1)

    def getSeed(self) -> int:
        """Returns the seed of all random numbers."""
        return self.getOrDefault(self.seed)

    def setSeed(self: P, value: int) -> P:
        """Sets the seed: in an estimator, of the weights, the split, the batches and the noise; in a
        model, of its draws."""
        return self._set(seed=value)


class _KindsParams(Params):
    """The kinds of columns that differ from those found."""

    kinds = _texts("kinds", "kinds of columns, as NAME=KIND")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(kinds=[])

    def getKinds(self) -> List[str]:
        """Returns the kinds of columns that differ from those found."""
        return self.getOrDefault(self.kinds)

    def setKinds(self: P, value: Sequence[str]) -> P:
        """Sets kinds of columns that differ from those found, each as ``NAME=KIND``."""
        return self._set(kinds=value)


class _TrainingParams(_InvalidParams, _InputColsParams, _SeedParams):
    """The parameters of training, which all estimators share."""

    weightCol = _text("weightCol", "weight column name; all rows count equally if empty")
    groupCol = _text(
        "groupCol", "column name of groups that are held out as a whole; none if empty"
    )
    flow = _text("flow", "the flow, such as neuralSplineAutoregressive or maf")
    maxIter = _whole("maxIter", "largest number of steps; 0: by the rows")
    stepSize = _number("stepSize", "peak learning rate")
    batchSize = _whole("batchSize", "rows of a step, of all workers; 0: by the rows")
    numWorkers = _whole("numWorkers", "partitions to train on at once; 0: all cores")
    stepsPerRound = _whole(
        "stepsPerRound",
        "steps of each worker between two averages; 1 averages the gradients of every step",
    )
    heldOutFraction = _number(
        "heldOutFraction", "share of the rows to validate with, at most 20,000 rows"
    )
    checkpointDir = _text("checkpointDir", "the driver's folder of checkpoints; none if empty")
    checkpointInterval = _whole("checkpointInterval", "steps between checkpoints")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            weightCol="",
            groupCol="",
            flow="neuralSplineAutoregressive",
            maxIter=0,
            stepSize=5e-3,
            batchSize=0,
            numWorkers=0,
            stepsPerRound=20,
            heldOutFraction=0.1,
            checkpointDir="",
            checkpointInterval=100,
        )

    def getWeightCol(self) -> str:
        """Returns the column of weights; all rows count equally if empty."""
        return self.getOrDefault(self.weightCol)

    def setWeightCol(self: P, value: str) -> P:
        """Sets the column of weights, zero or more; all rows count equally if empty."""
        return self._set(weightCol=value)

    def getGroupCol(self) -> str:
        """Returns the column of groups that are held out as a whole; none if empty."""
        return self.getOrDefault(self.groupCol)

    def setGroupCol(self: P, value: str) -> P:
        """Sets the column of groups, such as customers, whose rows are held out as a whole."""
        return self._set(groupCol=value)

    def getFlow(self) -> str:
        """Returns the name of the flow."""
        return self.getOrDefault(self.flow)

    def setFlow(self: P, value: str) -> P:
        """Sets the flow by its name."""
        return self._set(flow=value)

    def getMaxIter(self) -> int:
        """Returns the largest number of steps; 0 lets the number of rows decide."""
        return self.getOrDefault(self.maxIter)

    def setMaxIter(self: P, value: int) -> P:
        """Sets the largest number of steps; 0 lets the number of rows decide."""
        return self._set(maxIter=value)

    def getStepSize(self) -> float:
        """Returns the peak learning rate."""
        return self.getOrDefault(self.stepSize)

    def setStepSize(self: P, value: float) -> P:
        """Sets the peak learning rate, above 0."""
        return self._set(stepSize=value)

    def getBatchSize(self) -> int:
        """Returns the number of rows of a step, of all workers; 0 for the usual one."""
        return self.getOrDefault(self.batchSize)

    def setBatchSize(self: P, value: int) -> P:
        """Sets the number of rows of a step, of all workers; 0 for the usual one."""
        return self._set(batchSize=value)

    def getNumWorkers(self) -> int:
        """Returns the number of partitions to train on at once; 0 for Spark's parallelism."""
        return self.getOrDefault(self.numWorkers)

    def setNumWorkers(self: P, value: int) -> P:
        """Sets the number of partitions to train on at once; 0 for Spark's parallelism."""
        return self._set(numWorkers=value)

    def getStepsPerRound(self) -> int:
        """Returns the number of steps that workers take between two averages."""
        return self.getOrDefault(self.stepsPerRound)

    def setStepsPerRound(self: P, value: int) -> P:
        """Sets the number of steps that workers take between two averages, 1 or more."""
        return self._set(stepsPerRound=value)

    def getHeldOutFraction(self) -> float:
        """Returns the share of the rows to validate with."""
        return self.getOrDefault(self.heldOutFraction)

    def setHeldOutFraction(self: P, value: float) -> P:
        """Sets the share of the rows to validate with, in (0, 1); of at most 20,000 rows."""
        return self._set(heldOutFraction=value)

    def getCheckpointDir(self) -> str:
        """Returns the driver's folder of checkpoints, from which a fit goes on; none if empty."""
        return self.getOrDefault(self.checkpointDir)

    def setCheckpointDir(self: P, value: str) -> P:
        """Sets the driver's folder of checkpoints, from which a fit goes on; none if empty."""
        return self._set(checkpointDir=value)

    def getCheckpointInterval(self) -> int:
        """Returns the number of steps between checkpoints."""
        return self.getOrDefault(self.checkpointInterval)

    def setCheckpointInterval(self: P, value: int) -> P:
        """Sets the number of steps between checkpoints, 1 or more."""
        return self._set(checkpointInterval=value)


class _FitParams(_ScoringParams, _TrainingParams):
    """The parameters of the fit of a density, and of its scores."""

    contextCols = _texts("contextCols", "names of the columns to condition on")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(contextCols=[])

    def getContextCols(self) -> List[str]:
        """Returns the columns that the density is conditional on."""
        return self.getOrDefault(self.contextCols)

    def setContextCols(self: P, value: Sequence[str]) -> P:
        """Sets the columns to condition on, of numbers or names."""
        return self._set(contextCols=value)


class _FlowStage(JavaModel, _InvalidParams, JavaMLWritable):
    """A stage that adds columns by a fitted flow. Each executor loads it once, when its first
    partition needs it."""


class _ScoringModel(_FlowStage, _ScoringParams):
    """A fitted density."""

    def sample(self, spark: SparkSession, n: int, seed: int = 1) -> DataFrame:
        """Draws rows of an unconditional model, in the columns and kinds of the data.

        If the fit required distinct keys (``unique(shop, day)``), one task draws all rows and
        holds their keys in memory; it fails if too few keys are left.

        Parameters
        ----------
        spark : SparkSession
            the session
        n : int
            number of rows
        seed : int
            random seed; equal seeds give equal rows, however they are distributed

        Raises
        ------
        IllegalArgumentException
            if the model is conditional, or the number is negative
        """
        java_model: Any = self._java_obj
        return DataFrame(java_model.sample(spark._jsparkSession, n, seed), spark)


class NormalizingFlowModel(_ScoringModel, _FeaturesParams, _Readable["NormalizingFlowModel"]):
    """A fitted density of vectors, or of columns of numbers.

    ``transform`` adds log-densities and strangeness in nats, p-values in (0, 1], and predictions,
    1.0 or 0.0.
    ``load`` reads a model that Spark wrote, or an exported model of a table of numbers.
    """

    _java_class = f"{_PACKAGE}.NormalizingFlowModel"


class NormalizingFlow(
    JavaEstimator[NormalizingFlowModel],
    _FitParams,
    _FeaturesParams,
    _Readable["NormalizingFlow"],
    JavaMLWritable,
):
    """A density of vectors, or of columns of numbers, as a normalizing flow.

    Executors train on their rows in parallel. Numbers with a step, such as integers, are
    dequantized; positive skewed ones are modelled on a logarithmic scale.

    Parameters
    ----------
    featuresCol : str
        column of vectors; unused where there are input columns
    inputCols : list of str
        columns of numbers, in place of vectors
    contextCols : list of str
        columns to condition on, of numbers or names
    weightCol : str
        column of weights, zero or more; all rows count equally if empty
    groupCol : str
        column of groups, whose rows are held out as a whole; none if empty
    logProbCol : str
        output column of log-densities, in nats
    strangenessCol : str
        output column of the strangeness of rows, in nats
    pValueCol : str
        output column of p-values: the share of ordinary rows that are at least as strange
    predictionCol : str
        output column of predictions: 1.0 for an anomaly, 0.0 for an ordinary row
    problemCol : str
        output column of reasons why rows do not suit the columns; none if empty
    falseAlarmRate : float
        share of ordinary rows that may be predicted to be anomalies, in (0, 1)
    handleInvalid : str
        treatment of rows that do not suit the columns: ``error`` ends the job, ``keep`` scores them
        as impossible
    flow : str
        the flow, such as ``neuralSplineAutoregressive`` or ``maf``
    maxIter : int
        largest number of steps; 0 lets the number of rows decide
    stepSize : float
        peak learning rate
    batchSize : int
        rows of a step, of all workers together; 0 for the usual number
    numWorkers : int
        partitions to train on at once; 0 for Spark's parallelism
    stepsPerRound : int
        steps of each worker between two averages; 1 averages the gradients of every step
    heldOutFraction : float
        share of the rows to validate with, in (0, 1); of at most 20,000 rows
    seed : int
        seed of weights, split, batches and noise
    checkpointDir : str
        the driver's folder of checkpoints, from which a fit goes on; none if empty
    checkpointInterval : int
        steps between checkpoints
    """

    _java_class = f"{_PACKAGE}.NormalizingFlow"
    _input_kwargs: Dict[str, Any]

    @keyword_only
    def __init__(
        self,
        *,
        featuresCol: str = "features",
        inputCols: Sequence[str] = (),
        contextCols: Sequence[str] = (),
        weightCol: str = "",
        groupCol: str = "",
        logProbCol: str = "logProb",
        strangenessCol: str = "strangeness",
        pValueCol: str = "pValue",
        predictionCol: str = "prediction",
        problemCol: str = "",
        falseAlarmRate: float = 0.01,
        handleInvalid: str = "error",
        flow: str = "neuralSplineAutoregressive",
        maxIter: int = 0,
        stepSize: float = 5e-3,
        batchSize: int = 0,
        numWorkers: int = 0,
        stepsPerRound: int = 20,
        heldOutFraction: float = 0.1,
        seed: int = 1,
        checkpointDir: str = "",
        checkpointInterval: int = 100,
    ) -> None:
        super().__init__()
        self._java_obj = _java_stage(self)
        self._set(**self._input_kwargs)

    def _create_model(self, java_model: Any) -> NormalizingFlowModel:
        return NormalizingFlowModel(java_model)


class _PredictionParams(_InvalidParams, _SeedParams):
    """The parameters of predictions, which the estimator and its model share."""

    targetCols = _texts("targetCols", "columns to predict, together if there are several")
    predictionCol = _text("predictionCol", "output column name of medians, or likeliest names")
    probabilityCol = _text(
        "probabilityCol", "output column name of probabilities of names; none if empty"
    )
    intervalCol = _text("intervalCol", "output column name of central intervals; none if empty")
    level = _number("level", "share of new values within an interval, in (0, 1)")
    quantilesCol = _text("quantilesCol", "output column name of quantiles; none if empty")
    quantileProbabilities = _param(
        "quantileProbabilities",
        "probabilities of quantiles, in (0, 1)",
        TypeConverters.toListFloat,
    )
    meanCol = _text("meanCol", "output column name of means; none if empty")
    standardDeviationCol = _text(
        "standardDeviationCol", "output column name of standard deviations; none if empty"
    )
    missingCol = _text(
        "missingCol", "output column name of probabilities of a missing value; none if empty"
    )
    logProbCol = _text(
        "logProbCol", "output column name of log-densities of given targets in nats; none if empty"
    )
    insideCol = _text(
        "insideCol",
        "output column name of whether given targets are within intervals; none if empty",
    )
    draws = _whole("draws", "draws for each row, where there is no closed form")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(
            targetCols=[],
            predictionCol="prediction",
            probabilityCol="probability",
            intervalCol="interval",
            level=0.9,
            quantilesCol="",
            quantileProbabilities=list(_PROBABILITIES),
            meanCol="",
            standardDeviationCol="",
            missingCol="",
            logProbCol="",
            insideCol="",
            draws=1000,
        )

    def getTargetCols(self) -> List[str]:
        """Returns the columns to predict."""
        return self.getOrDefault(self.targetCols)

    def setTargetCols(self: P, value: Sequence[str]) -> P:
        """Sets the columns to predict, together if there are several."""
        return self._set(targetCols=value)

    def getPredictionCol(self) -> str:
        """Returns the column for medians, or likeliest names."""
        return self.getOrDefault(self.predictionCol)

    def setPredictionCol(self: P, value: str) -> P:
        """Sets the column for medians, or likeliest names."""
        return self._set(predictionCol=value)

    def getProbabilityCol(self) -> str:
        """Returns the column for probabilities of names."""
        return self.getOrDefault(self.probabilityCol)

    def setProbabilityCol(self: P, value: str) -> P:
        """Sets the column for probabilities of names; none if empty."""
        return self._set(probabilityCol=value)

    def getIntervalCol(self) -> str:
        """Returns the column for central intervals."""
        return self.getOrDefault(self.intervalCol)

    def setIntervalCol(self: P, value: str) -> P:
        """Sets the column for central intervals; none if empty."""
        return self._set(intervalCol=value)

    def getLevel(self) -> float:
        """Returns the share of new values within an interval."""
        return self.getOrDefault(self.level)

    def setLevel(self: P, value: float) -> P:
        """Sets the share of new values within an interval, in (0, 1)."""
        return self._set(level=value)

    def getQuantilesCol(self) -> str:
        """Returns the column for arrays of quantiles."""
        return self.getOrDefault(self.quantilesCol)

    def setQuantilesCol(self: P, value: str) -> P:
        """Sets the column for arrays of quantiles; none if empty."""
        return self._set(quantilesCol=value)

    def getQuantileProbabilities(self) -> List[float]:
        """Returns the probabilities of quantiles."""
        return self.getOrDefault(self.quantileProbabilities)

    def setQuantileProbabilities(self: P, value: Sequence[float]) -> P:
        """Sets the probabilities of quantiles, in (0, 1)."""
        return self._set(quantileProbabilities=value)

    def getMeanCol(self) -> str:
        """Returns the column for means."""
        return self.getOrDefault(self.meanCol)

    def setMeanCol(self: P, value: str) -> P:
        """Sets the column for means; none if empty."""
        return self._set(meanCol=value)

    def getStandardDeviationCol(self) -> str:
        """Returns the column for standard deviations."""
        return self.getOrDefault(self.standardDeviationCol)

    def setStandardDeviationCol(self: P, value: str) -> P:
        """Sets the column for standard deviations; none if empty."""
        return self._set(standardDeviationCol=value)

    def getMissingCol(self) -> str:
        """Returns the column for probabilities of a missing value."""
        return self.getOrDefault(self.missingCol)

    def setMissingCol(self: P, value: str) -> P:
        """Sets the column for probabilities of a missing value; none if empty."""
        return self._set(missingCol=value)

    def getLogProbCol(self) -> str:
        """Returns the column for log-densities of the targets; none if empty."""
        return self.getOrDefault(self.logProbCol)

    def setLogProbCol(self: P, value: str) -> P:
        """Sets the column for log-densities of the targets, in nats per unit of each number; names
        and missing values count by their probability. Rows without columns of the targets have
        none."""
        return self._set(logProbCol=value)

    def getInsideCol(self) -> str:
        """Returns the column for whether the targets are within their predicted regions; none if
        empty."""
        return self.getOrDefault(self.insideCol)

    def setInsideCol(self: P, value: str) -> P:
        """Sets the column for whether the targets are within their predicted regions: a number
        within its interval, a name among the fewest names with the probability of the level, several
        targets within the region of highest density with this probability. Rows without columns of
        the targets have no value there."""
        return self._set(insideCol=value)

    def getDraws(self) -> int:
        """Returns the draws for each row, where there is no closed form."""
        return self.getOrDefault(self.draws)

    def setDraws(self: P, value: int) -> P:
        """Sets the draws for each row, where there is no closed form."""
        return self._set(draws=value)

    def setSeed(self: P, value: int) -> P:
        """Sets the seed of draws."""
        return self._set(seed=value)


class TableFlowPredictorModel(
    _FlowStage, _PredictionParams, _Readable["TableFlowPredictorModel"]
):
    """Predicts columns given others of the row. TableFlowPredictor fits it, and
    TableFlowModel.predictor returns it.

    It predicts by a model of the targets given all other columns, or by a model of any cell given the
    columns that the rows have. ``transform`` adds the median and a central interval, a row of
    ``lower`` and ``upper``; for names, the likeliest one and a vector of probabilities in the order
    of ``labels``. Several targets are predicted together by draws; each column of predictions then holds
    rows with a field for each target. ``load`` reads a stage, or an exported model of a table.
    """

    _java_class = f"{_PACKAGE}.TableFlowPredictorModel"

    @property
    def labels(self) -> List[str]:
        """The names that the only target can have, in the order of their probabilities."""
        self._transfer_params_to_java()
        return list(self._call_java("labels"))

    def labelsOf(self, target: str) -> List[str]:
        """Returns the names that a target can have, in the order of their probabilities."""
        return list(self._call_java("labelsOf", target))


class TableFlowPredictor(
    JavaEstimator[TableFlowPredictorModel],
    _TrainingParams,
    _KindsParams,
    _PredictionParams,
    _Readable["TableFlowPredictor"],
    JavaMLWritable,
):
    """The conditional density of target columns given others, columns of any kind.

    A ``CrossValidator`` compares its models by LogLikelihoodEvaluator with a ``logProbCol``, or by an
    evaluator of pyspark.ml with the predictions, which are medians. The parameters that are not
    listed are those of NormalizingFlow.

    Parameters
    ----------
    targetCols : list of str
        columns to predict, together if there are several
    inputCols : list of str
        columns to predict by; all others if empty
    kinds : list of str
        kinds of columns that differ from those found, each as ``NAME=KIND``
    predictionCol : str
        output column of medians, or likeliest names
    probabilityCol : str
        output column of probabilities of names; none if empty
    intervalCol : str
        output column of central intervals; none if empty
    level : float
        share of new values within an interval, in (0, 1)
    quantilesCol : str
        output column of quantiles; none if empty
    quantileProbabilities : list of float
        probabilities of quantiles, in (0, 1)
    meanCol : str
        output column of means; none if empty
    standardDeviationCol : str
        output column of standard deviations; none if empty
    missingCol : str
        output column of probabilities of a missing value; none if empty
    logProbCol : str
        output column of log-densities of given targets, in nats; none if empty
    insideCol : str
        output column of whether given targets are within intervals; none if empty
    draws : int
        draws for each row, where there is no closed form
    """

    _java_class = f"{_PACKAGE}.TableFlowPredictor"
    _input_kwargs: Dict[str, Any]

    @keyword_only
    def __init__(
        self,
        *,
        targetCols: Sequence[str] = (),
        inputCols: Sequence[str] = (),
        weightCol: str = "",
        groupCol: str = "",
        kinds: Sequence[str] = (),
        predictionCol: str = "prediction",
        probabilityCol: str = "probability",
        intervalCol: str = "interval",
        level: float = 0.9,
        quantilesCol: str = "",
        quantileProbabilities: Sequence[float] = _PROBABILITIES,
        meanCol: str = "",
        standardDeviationCol: str = "",
        missingCol: str = "",
        logProbCol: str = "",
        insideCol: str = "",
        draws: int = 1000,
        problemCol: str = "",
        handleInvalid: str = "error",
        flow: str = "neuralSplineAutoregressive",
        maxIter: int = 0,
        stepSize: float = 5e-3,
        batchSize: int = 0,
        numWorkers: int = 0,
        stepsPerRound: int = 20,
        heldOutFraction: float = 0.1,
        seed: int = 1,
        checkpointDir: str = "",
        checkpointInterval: int = 100,
    ) -> None:
        super().__init__()
        self._java_obj = _java_stage(self)
        self._set(**self._input_kwargs)

    def _create_model(self, java_model: Any) -> TableFlowPredictorModel:
        return TableFlowPredictorModel(java_model)


class TableFlowImputer(
    _FlowStage, _InputColsParams, _SeedParams, _Readable["TableFlowImputer"]
):
    """Fills in missing values with draws, given the present values of the row. TableFlowModel.imputer
    returns it.

    ``transform`` fills columns in place, or into ``outputCols``. ``load`` reads a stage, or an
    exported model of a table.
    """

    _java_class = f"{_PACKAGE}.TableFlowImputer"

    outputCols = _texts(
        "outputCols", "output column names; those of the input columns if empty"
    )

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._setDefault(outputCols=[])

    def getOutputCols(self) -> List[str]:
        """Returns the names of filled columns."""
        return self.getOrDefault(self.outputCols)

    def setOutputCols(self: P, value: Sequence[str]) -> P:
        """Sets the names of filled columns; input columns are filled in place if empty."""
        return self._set(outputCols=value)

    def setSeed(self: P, value: int) -> P:
        """Sets the seed of draws."""
        return self._set(seed=value)


class TableFlowModel(_ScoringModel, _ExplanationParams, _Readable["TableFlowModel"]):
    """A fitted density of columns of any kind.

    ``transform`` adds log-densities and strangeness in nats, p-values in (0, 1], and predictions,
    1.0 or 0.0.
    ``load`` reads a model that Spark wrote, or an exported model of a table.
    """

    _java_class = f"{_PACKAGE}.TableFlowModel"

    def predictor(self, *targetCols: str, **values: Any) -> TableFlowPredictorModel:
        """Returns a stage that predicts columns by this model, together if there are several; values
        are parameters by name."""
        java_model: Any = self._java_obj
        gateway: Any = SparkContext._gateway
        names = self._new_java_array(list(targetCols), gateway.jvm.java.lang.String)
        stage = TableFlowPredictorModel(java_model.predictor(names))
        return stage.setParams(targetCols=targetCols, **values)

    def imputer(self, **values: Any) -> TableFlowImputer:
        """Returns a stage that fills in missing values by this model; values are parameters by name.

        The model must have been fitted with the conditioning ``any``.
        """
        java_model: Any = self._java_obj
        return TableFlowImputer(java_model.imputer()).setParams(**values)


class TableFlow(
    JavaEstimator[TableFlowModel],
    _FitParams,
    _KindsParams,
    _ExplanationParams,
    _Readable["TableFlow"],
    JavaMLWritable,
):
    """A density of columns of any kind: numbers, names, dates, missing values.

    Executors scan the columns and train on their rows in parallel. The parameters that are not
    listed are those of NormalizingFlow.

    Parameters
    ----------
    inputCols : list of str
        columns to model; all that are not to be conditioned on, if empty
    contextCols : list of str
        columns to condition on
    kinds : list of str
        kinds of columns that differ from those found, each as ``NAME=KIND``
    conditioning : str
        cells that may be given, row by row: ``none`` or ``any``
    explanationCol : str
        output column of a map from each column to the log-probability of its cell, given all others
        of the row, less the median of the column; none if empty
    oddestCol : str
        output column of the name of the column with the oddest cell; none if empty
    """

    _java_class = f"{_PACKAGE}.TableFlow"
    _input_kwargs: Dict[str, Any]

    conditioning = _text("conditioning", "the cells that may be given, row by row: none or any")

    @keyword_only
    def __init__(
        self,
        *,
        inputCols: Sequence[str] = (),
        contextCols: Sequence[str] = (),
        weightCol: str = "",
        groupCol: str = "",
        kinds: Sequence[str] = (),
        conditioning: str = "none",
        logProbCol: str = "logProb",
        strangenessCol: str = "strangeness",
        pValueCol: str = "pValue",
        predictionCol: str = "prediction",
        explanationCol: str = "",
        oddestCol: str = "",
        problemCol: str = "",
        falseAlarmRate: float = 0.01,
        handleInvalid: str = "error",
        flow: str = "neuralSplineAutoregressive",
        maxIter: int = 0,
        stepSize: float = 5e-3,
        batchSize: int = 0,
        numWorkers: int = 0,
        stepsPerRound: int = 20,
        heldOutFraction: float = 0.1,
        seed: int = 1,
        checkpointDir: str = "",
        checkpointInterval: int = 100,
    ) -> None:
        super().__init__()
        self._setDefault(conditioning="none")
        self._java_obj = _java_stage(self)
        self._set(**self._input_kwargs)

    def _create_model(self, java_model: Any) -> TableFlowModel:
        return TableFlowModel(java_model)

    def getConditioning(self) -> str:
        """Returns the cells that may be given."""
        return self.getOrDefault(self.conditioning)

    def setConditioning(self, value: str) -> TableFlow:
        """Sets the cells that may be given, row by row: ``none`` or ``any``."""
        return self._set(conditioning=value)


class LogLikelihoodEvaluator(JavaEvaluator, _Readable["LogLikelihoodEvaluator"], JavaMLWritable):
    """The mean log-density of rows that a model has scored, in nats a row: more is better.

    It is NaN where there is no row.

    Parameters
    ----------
    logProbCol : str
        column of log-densities, in nats
    weightCol : str
        column of weights; all rows count equally if empty
    """

    _java_class = f"{_PACKAGE}.LogLikelihoodEvaluator"
    _input_kwargs: Dict[str, Any]

    logProbCol = _text("logProbCol", "column name of log-densities in nats")
    weightCol = _text("weightCol", "weight column name; all rows count equally if empty")

    @keyword_only
    def __init__(self, *, logProbCol: str = "logProb", weightCol: str = "") -> None:
        super().__init__()
        self._setDefault(logProbCol="logProb", weightCol="")
        self._java_obj = _java_stage(self)
        self._set(**self._input_kwargs)

    def setParams(self, **values: Any) -> LogLikelihoodEvaluator:
        """Sets parameters by their names."""
        return self._set(**values)

    def getLogProbCol(self) -> str:
        """Returns the column of log-densities."""
        return self.getOrDefault(self.logProbCol)

    def setLogProbCol(self, value: str) -> LogLikelihoodEvaluator:
        """Sets the column of log-densities, in nats."""
        return self._set(logProbCol=value)

    def getWeightCol(self) -> str:
        """Returns the column of weights; all rows count equally if empty."""
        return self.getOrDefault(self.weightCol)

    def setWeightCol(self, value: str) -> LogLikelihoodEvaluator:
        """Sets the column of weights; all rows count equally if empty."""
        return self._set(weightCol=value)
