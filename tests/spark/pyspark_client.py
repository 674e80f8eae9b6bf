"""Fits, scores, draws, writes and reads by the estimators for pyspark.ml, on data of known entropy.
Fails at the first wrong result. Usage, by spark-submit: pyspark_client.py FOLDER
"""

import math
import pathlib
import sys

from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import VectorAssembler
from pyspark.ml.linalg import Vectors
from pyspark.ml.tuning import CrossValidator, CrossValidatorModel, ParamGridBuilder
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from tfflows_spark import (
    LogLikelihoodEvaluator,
    NormalizingFlow,
    NormalizingFlowModel,
    TableFlow,
    TableFlowImputer,
    TableFlowModel,
    TableFlowPredictor,
    TableFlowPredictorModel,
)

GAUSSIAN = 0.5 * math.log(2 * math.pi * math.e)  # the entropy of a standard normal number
SCORES = ["logProb", "strangeness", "pValue", "prediction"]


def require(condition, message):
    if not condition:
        sys.exit(f"FAILED {message}")


def near(found, expected, tolerance, what):
    print(f"{what}: {found:.4f}, expected {expected:.4f}", flush=True)
    require(abs(found - expected) <= tolerance, f"{what} is {found}, expected {expected}")


def refused(action, text, what):
    """Requires that an action fails with a message."""
    try:
        action()
    except Exception as error:
        require(text in str(error), f"{what}: expected {text!r} in {error}")
    else:
        require(False, f"{what} is not refused")


def bent(spark, count, seed):
    """A standard normal number, and one around its square."""
    rows = spark.range(0, count, 1, 3).withColumn("x0", F.randn(seed))
    rows = rows.withColumn("x1", F.col("x0") ** 2 + 0.3 * F.randn(seed + 1))
    return VectorAssembler(inputCols=["x0", "x1"], outputCol="features").transform(rows).cache()


def orders(spark, count, seed):
    """Orders of two plans with an amount, a date, and visits that are missing at times."""
    rows = spark.range(0, count, 1, 3).withColumn("u", F.rand(seed))
    free = F.col("u") < 1 / 3
    day = F.date_add(F.lit("2026-01-01").cast("date"), F.rint(10 * F.randn(seed + 2)).cast("int"))
    visits = F.rint(100 + 20 * F.randn(seed + 4)).cast("int")
    return rows.select(
        "id",
        F.when(free, "free").otherwise("paid").alias("plan"),
        F.exp(F.when(free, 1).otherwise(3) + 0.5 * F.randn(seed + 1)).alias("amount"),
        day.alias("day"),
        F.when(F.rand(seed + 3) < 0.8, visits).alias("visits"),
    ).cache()


def choice(p):
    """The entropy of a choice of two."""
    return -p * math.log(p) - (1 - p) * math.log(1 - p)


ORDERS = (
    choice(1 / 3)
    + (7 / 3 + GAUSSIAN + math.log(0.5))
    + (GAUSSIAN + math.log(10))
    + (choice(0.2) + 0.8 * (GAUSSIAN + math.log(20)))
)


def other(key, default):
    """Returns a value of a parameter that is not its default."""
    if isinstance(default, str):
        return {"handleInvalid": "keep", "conditioning": "any"}.get(key, "other")
    if isinstance(default, list):
        return [0.2, 0.8] if key == "quantileProbabilities" else ["a=integer", "b=text"]
    return default / 2 if isinstance(default, float) else default + 1


def java_value(value):
    """Returns a value of Java; an array as a list."""
    return value if isinstance(value, (str, int, float)) else list(value)


def same_parameters(stage):
    """Compares the parameters with those of Java, and returns their defaults."""
    name = type(stage).__name__
    java = {param.name(): param for param in stage._java_obj.params()}
    ours = {param.name: param for param in stage.params}
    require(sorted(ours) == sorted(java), f"{name} has {sorted(ours)}, Java {sorted(java)}")
    for key, param in ours.items():
        require(param.doc == java[key].doc(), f"{name}.{key}: {param.doc}")
        expected = java_value(stage._java_obj.getDefault(java[key]).get())
        found = stage._defaultParamMap[param]
        require(found == expected, f"{name}.{key} is {found}, in Java {expected}")
    return {key: stage._defaultParamMap[param] for key, param in ours.items()}


def accessor(stage, prefix, key):
    return getattr(stage, prefix + key[0].upper() + key[1:])


def parameters(kind, folder):
    """Every parameter has its accessors, reaches Java, and is written and read."""
    defaults = same_parameters(kind())
    values = {key: other(key, default) for key, default in defaults.items()}
    by_setters = kind()
    for key, value in values.items():
        require(accessor(by_setters, "get", key)() == defaults[key], f"default of {key}")
        require(accessor(by_setters, "set", key)(value) is by_setters, f"setter of {key}")
    path = str(folder / kind.__name__)
    by_setters.save(path)
    for stage in (by_setters, kind(**values), kind().setParams(**values), kind.load(path)):
        java = stage._to_java()
        for key, value in values.items():
            require(stage.isSet(key), f"{key} is not set")
            require(accessor(stage, "get", key)() == value, f"{key} of {stage}")
            found = java_value(java.getOrDefault(java.getParam(key)))
            require(found == value, f"{key} is {found} in Java, expected {value}")
    require(type(stage) is kind and stage.uid == by_setters.uid, f"{stage} is read")
    require(not any(map(kind().isSet, values)), f"a new {kind.__name__} has its defaults")
    refused(lambda: kind("a"), "keyword", f"{kind.__name__} by position")


def scores(rows):
    return [tuple(row) for row in rows.orderBy("id").select(SCORES).collect()]


def kept(model, test, folder):
    """A model keeps its scores, parameters and name when it is written and read."""
    path = str(folder / type(model).__name__)
    model.write().overwrite().save(path)
    model.write().overwrite().save(path)
    read = type(model).load(path)
    require(type(read) is type(model) and read.uid == model.uid, f"{read} is read")
    rate = read.getFalseAlarmRate()
    require(rate == model.getFalseAlarmRate() == 0.05, f"falseAlarmRate {rate} is read")
    require(scores(read.transform(test)) == scores(model.transform(test)), "scores are read")


def p_values(scored, what):
    """Rows of the model have uniform p-values, and predictions by them."""
    near(scored.agg(F.avg("pValue")).first()[0], 0.5, 0.04, f"{what}: mean p-value")
    near(scored.agg(F.avg("prediction")).first()[0], 0.05, 0.03, f"{what}: share of anomalies")
    wrong = scored.filter((F.col("pValue") <= 0.05) != (F.col("prediction") == 1.0))
    require(wrong.count() == 0, f"{what}: predictions are by the p-values")


def draws(spark, model, columns):
    """Draws have the columns of the data, and depend on the seed alone."""
    first = model.sample(spark, 2_000, 3).cache()
    require(first.columns == columns, f"draws have {first.columns}, expected {columns}")
    require(first.count() == 2_000, f"{first.count()} draws, expected 2,000")
    again = model.sample(spark, n=2_000, seed=3)
    require(first.exceptAll(again).count() == 0, "equal seeds give equal draws")
    other_seed = model.sample(spark, 2_000, 4)
    require(first.exceptAll(other_seed).count() > 1_900, "other seeds give other draws")
    return first


def vectors(spark, folder):
    flow = NormalizingFlow(flow="maf", maxIter=120, numWorkers=2, falseAlarmRate=0.05)
    model = flow.fit(bent(spark, 6_000, 1))
    require(type(model) is NormalizingFlowModel, f"{type(model)} is fitted")
    require("featuresCol" in same_parameters(model), "a model has a column of vectors")
    test = bent(spark, 4_000, 50)
    scored = model.transform(test)
    require(scored.columns == test.columns + SCORES, f"scored rows have {scored.columns}")
    found = LogLikelihoodEvaluator().evaluate(scored)
    near(found, -2 * GAUSSIAN - math.log(0.3), 0.15, "vectors: log-likelihood")
    p_values(scored, "vectors")
    kept(model, test, folder)

    numbers = model.copy().setInputCols(["x0", "x1"])
    require(scores(numbers.transform(test)) == scores(scored), "columns in place of vectors")
    require(not model.isSet("inputCols"), "a copy has parameters of its own")

    drawn = draws(spark, model, ["features_0", "features_1"])
    near(drawn.agg(F.avg("features_1")).first()[0], 1, 0.15, "vectors: mean of draws")

    odd = [Vectors.dense(0.1, 0.2), Vectors.dense(5, -5), Vectors.dense(float("nan"), 0)]
    rows = spark.createDataFrame([(i, vector) for i, vector in enumerate(odd)], ["id", "features"])
    refused(lambda: model.transform(rows).collect(), "column features_0", "a gap")
    model.setHandleInvalid("keep").setProblemCol("problem")
    ordinary, far, gap = model.transform(rows.coalesce(1)).orderBy("id").collect()
    require(ordinary.prediction == 0 and ordinary.problem == "", f"{ordinary}")
    require(far.prediction == 1 and far.logProb < -20, f"{far}")
    require(gap.prediction == 1 and gap.logProb == -math.inf, f"{gap}")
    require("features_0: the value is missing" in gap.problem, f"{gap}")


def tables(spark, folder):
    columns = ["plan", "amount", "day", "visits"]
    flow = TableFlow(inputCols=columns, maxIter=120, numWorkers=2, falseAlarmRate=0.05)
    model = flow.fit(orders(spark, 6_000, 10))
    require(type(model) is TableFlowModel, f"{type(model)} is fitted")
    same_parameters(model)
    test = orders(spark, 4_000, 50)
    scored = model.transform(test)
    require(scored.columns == test.columns + SCORES, f"scored rows have {scored.columns}")
    near(LogLikelihoodEvaluator().evaluate(scored), -ORDERS, 0.25, "table: log-likelihood")
    p_values(scored, "table")
    kept(model, test, folder)

    drawn = draws(spark, model, columns)
    near(drawn.filter("plan = 'free'").count() / 2_000, 1 / 3, 0.04, "table: share of a name")
    near(drawn.filter("visits is null").count() / 2_000, 0.2, 0.04, "table: share of gaps")

    rows = test.filter("plan = 'paid'").limit(1)
    row = model.transform(rows.withColumn("plan", F.lit("trial"))).first()
    require(row.prediction == 1 and math.isfinite(row.logProb), f"an unseen name: {row}")
    rows = rows.withColumn("amount", F.lit(-1.0))
    refused(lambda: model.transform(rows).collect(), "above zero", "a negative amount")
    row = model.setHandleInvalid("keep").setProblemCol("problem").transform(rows).first()
    require(row.prediction == 1 and row.logProb == -math.inf, f"{row}")
    require("above zero" in row.problem, f"{row}")


def stages(spark, folder):
    """Predictions, filled gaps and explanations by a model of which any cell can be given."""
    columns = ["plan", "amount", "visits"]
    flow = TableFlow(inputCols=columns, conditioning="any", maxIter=120, numWorkers=2)
    model = flow.fit(orders(spark, 6_000, 10))
    test = orders(spark, 1_000, 50)
    names = model.predictor("plan")
    amounts = model.predictor("amount", level=0.8, quantilesCol="quantiles", draws=100)
    imputer = model.imputer(inputCols=["visits"], outputCols=["known"], seed=3)
    for stage in (names, amounts, imputer):
        defaults = same_parameters(stage)
        for key, default in defaults.items():
            value = accessor(stage, "get", key)()
            require(accessor(stage.copy(), "set", key)(value).isSet(key), f"setter of {key}")
    require(sorted(names.labels) == ["free", "paid"], f"labels are {names.labels}")
    right = names.transform(test.withColumnRenamed("plan", "right")).where("prediction = right")
    require(right.count() > 800, f"{right.count()} of 1,000 names are predicted")
    row = names.transform(test.drop("plan")).first()
    require(abs(sum(row.probability) - 1) < 1e-3, f"probabilities of {row}")

    predicted = amounts.transform(test.withColumnRenamed("amount", "right")).cache()
    inside = predicted.where("right between interval.lower and interval.upper").count()
    near(inside / 1_000, 0.8, 0.08, "share of amounts within intervals")
    require(len(predicted.first().quantiles) == 9, "nine quantiles")

    filled = imputer.transform(test).cache()
    require(filled.where("known is null").count() == 0, "all gaps are filled")
    require(filled.where("visits != known").count() == 0, "given values stay")
    require(dict(filled.dtypes)["known"] == "int", "draws have the type of their column")
    near(filled.agg(F.avg("known")).first()[0], 100, 5, "mean of filled visits")

    model.setExplanationCol("cells").setOddestCol("oddest")
    row = model.transform(test.withColumn("visits", F.lit(1_000))).first()
    require(row.oddest == "visits" and row.cells["visits"] < -10, f"{row} is explained")

    path = str(folder / "stages")
    PipelineModel(stages=[amounts, imputer]).save(path)
    read = PipelineModel.load(path)
    kinds = [type(stage) for stage in read.stages]
    require(kinds == [TableFlowPredictorModel, TableFlowImputer], f"{kinds} are read")
    require(read.stages[0].getLevel() == 0.8, "the level is read")


def pipelines(spark, folder):
    """A density of one number, given another, in a pipeline."""
    assembler = VectorAssembler(inputCols=["x1"], outputCol="both")
    flow = NormalizingFlow(featuresCol="both", contextCols=["x0"], flow="maf", maxIter=60)
    written, fitted = str(folder / "pipeline"), str(folder / "fitted")
    Pipeline(stages=[assembler, flow.setLogProbCol("nats").setNumWorkers(1)]).save(written)
    pipeline = Pipeline.load(written)
    read = pipeline.getStages()[1]
    require(type(read) is NormalizingFlow and read.getMaxIter() == 60, f"{read} is read")
    test = bent(spark, 4_000, 50)
    model = pipeline.fit(test)
    model.save(fitted)
    scored, again = model.transform(test), PipelineModel.load(fitted).transform(test)
    require(scored.exceptAll(again).count() == 0, "scores of a pipeline are read")
    found = LogLikelihoodEvaluator(logProbCol="nats").evaluate(again)
    near(found, -GAUSSIAN - math.log(0.3), 0.4, "pipeline: log-likelihood")
    refused(lambda: model.stages[1].sample(spark, 1, 1), "conditional", "a draw without context")


def validation(spark, folder):
    flow = NormalizingFlow(flow="maf", numWorkers=1)
    grid = ParamGridBuilder().addGrid(flow.maxIter, [1, 40]).build()
    validator = CrossValidator(
        estimator=flow,
        estimatorParamMaps=grid,
        evaluator=LogLikelihoodEvaluator(),
        numFolds=2,
        seed=1,
    )
    written, fitted = str(folder / "validator"), str(folder / "validated")
    validator.save(written)
    rows = bent(spark, 1_500, 1)
    best = CrossValidator.load(written).fit(rows)
    few, more = best.avgMetrics
    print(f"cross-validation: {few:.4f} and {more:.4f}", flush=True)
    require(more > few + 0.3, f"40 steps, {more}, are better than one, {few}")
    best.save(fitted)
    read = CrossValidatorModel.load(fitted)
    require(type(read.bestModel) is NormalizingFlowModel, f"{read.bestModel} is read")
    require(scores(read.transform(rows)) == scores(best.transform(rows)), "the best is read")
    better = LogLikelihoodEvaluator().evaluate(read.transform(rows))
    require(better > few + 0.3, f"the best is that of 40 steps, not {better}")


def predictors(spark, folder):
    """Amounts and visits by the plan, in a pipeline whose number of steps is that of a fit."""
    rows = orders(spark, 3_000, 10).where("visits is not null")
    flow = TableFlowPredictor(targetCols=["amount"], inputCols=["plan"], numWorkers=1)
    flow.setLogProbCol("logProb").setLevel(0.8).setMaxIter(1)
    model = Pipeline(stages=[flow]).fit(rows, {flow.maxIter: 60})
    found = LogLikelihoodEvaluator().evaluate(model.transform(rows))
    near(found, -(7 / 3 + GAUSSIAN + math.log(0.5)), 0.3, "predictor: log-likelihood")
    path = str(folder / "predictor")
    model.save(path)
    read = PipelineModel.load(path)
    require(type(read.stages[0]) is TableFlowPredictorModel, f"{read.stages[0]} is read")
    predicted = read.transform(rows).cache()
    inside = predicted.where("amount between interval.lower and interval.upper").count()
    near(inside / rows.count(), 0.8, 0.06, "share of amounts within intervals")
    unknown = read.transform(rows.select("id", "plan"))
    require(unknown.columns == ["id", "plan", "prediction", "interval"], f"{unknown.columns}")

    both = TableFlowPredictor(targetCols=["amount", "visits"], inputCols=["plan"], draws=50)
    model = both.setMaxIter(60).setNumWorkers(1).setInsideCol("inside").fit(rows)
    same_parameters(model)
    row = model.transform(rows.limit(10)).first()
    require(row.interval.visits.lower < row.prediction.visits < row.interval.visits.upper, row)
    require(isinstance(row.inside, bool), f"{row.inside}")
    require(model.labelsOf("amount") == [], "a number has no labels")


def errors(spark):
    rows = bent(spark, 100, 1)
    refused(lambda: NormalizingFlow(flow="none").fit(rows), "none", "an unknown flow")
    refused(lambda: NormalizingFlow(maxIter=-1).fit(rows), "maxIter", "a negative number of steps")
    refused(lambda: NormalizingFlow(inputCols="x0"), "list of strings", "text in place of a list")
    refused(lambda: TableFlow(inputCols=["z"]).fit(rows), 'no column "z"', "a column")


def main(folder):
    spark = SparkSession.builder.getOrCreate()
    folder = pathlib.Path(folder)
    for kind in (NormalizingFlow, TableFlow, TableFlowPredictor, LogLikelihoodEvaluator):
        parameters(kind, folder)
    errors(spark)
    for check in (vectors, tables, stages, predictors, pipelines, validation):
        check(spark, folder)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
