package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.evaluate.AnomalyRanking;
import io.github.tfflows.cli.evaluate.Examination;
import io.github.tfflows.cli.evaluate.Likelihood;
import io.github.tfflows.cli.evaluate.Marginal;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.tables.evaluation.Calibration;
import io.github.tfflows.tables.evaluation.DensityLevels;
import io.github.tfflows.tables.evaluation.Mean;
import io.github.tfflows.tables.evaluation.PredictionQuality;
import io.github.tfflows.tables.evaluation.Uniformity;

/** An evaluation as JSON. */
public final class EvaluationJson {
  public static ObjectNode of(Report report) {
    Examination evaluation = report.evaluation();
    ObjectNode all = JsonOutput.object();
    all.put("model", report.subject().model()).put("rows", evaluation.model().rows());
    all.put("data", report.subject().rows()).put("draws", evaluation.model().draws());
    all.put("lost_draws", report.evidence().lost());
    all.put("baseline_data", report.subject().training());
    all.put("baseline_rows", report.subject().trainingRows());
    all.put("seed", report.subject().settings().seed());
    likelihood(all, evaluation.likelihood());
    ArrayNode tests = all.putArray("tests");
    for (Verdict one : evaluation.verdicts()) {
      ObjectNode test = tests.addObject().put("test", one.test()).put("measure", one.measure());
      test.put("distance", one.distance()).put("p_value", one.pValue());
      test.put("level", Verdict.LEVEL).put("rejected", one.rejects());
    }
    levels(all.putObject("log_prob"), evaluation.model().levels());
    evaluation.model().calibration().ifPresent(latent -> latent(all.putObject("latent"), latent));
    ArrayNode columns = all.putArray("columns");
    evaluation.marginals().forEach(one -> column(columns.addObject(), one));
    report.synthetic().ifPresent(one -> SyntheticJson.write(all.putObject("synthetic_data"), one));
    report.anomalies().ifPresent(one -> anomalies(all.putObject("anomalies"), one));
    report
        .prediction()
        .ifPresent(
            one -> {
              ObjectNode prediction = all.putObject("prediction");
              prediction(prediction, one);
              ArrayNode ignored = prediction.putArray("not_given");
              report.test().schema().following(one.column()).forEach(ignored::add);
            });
    return all;
  }

  private static void prediction(ObjectNode in, PredictionQuality one) {
    in.put("column", one.column()).put("rows", one.rows());
    mean(in, "mean_log_prob", one.logProb());
    one.between()
        .ifPresent(
            some -> {
              ObjectNode between = in.putObject("between_point_masses").put("rows", some.rows());
              mean(between, "mean_log_prob", some.logProb());
            });
    one.names()
        .ifPresent(
            names -> {
              mean(in, "accuracy", names.accuracy());
              in.put("share_of_most_frequent_name", names.alone());
            });
    one.numbers()
        .ifPresent(
            numbers -> {
              mean(in, "crps", numbers.crps());
              in.put("crps_of_distribution", numbers.alone());
              mean(in, "absolute_error_of_median", numbers.error());
              in.put("corrected", numbers.isCorrected());
              ArrayNode intervals = in.putArray("intervals");
              for (PredictionQuality.Coverage each : numbers.intervals()) {
                ObjectNode interval = intervals.addObject().put("level", each.level());
                interval.put("coverage", each.share());
                interval.put("mean_width", Double.isFinite(each.width()) ? each.width() : null);
              }
              uniformity(in.putObject("ranks"), numbers.ranks());
            });
  }

  static void mean(ObjectNode in, String name, Mean mean) {
    in.put(name, mean.value()).put(name + "_standard_error", mean.standardError());
  }

  private static void anomalies(ObjectNode in, AnomalyRanking ranking) {
    in.put("column", ranking.column()).put("label", ranking.anomaly());
    in.put("count", ranking.anomalies()).put("other_rows", ranking.others());
    SyntheticJson.auroc(in, "auroc", ranking.auroc());
  }

  private static void likelihood(ObjectNode all, Likelihood likelihood) {
    mean(all, "mean_log_prob", likelihood.model());
    ArrayNode baselines = all.putArray("baselines");
    for (Likelihood.Gain one : likelihood.baselines()) {
      ObjectNode baseline = baselines.addObject().put("name", one.name());
      mean(baseline, "mean_log_prob", one.likelihood());
      mean(baseline, "gain", one.gain());
    }
  }

  private static void levels(ObjectNode in, DensityLevels levels) {
    mean(in, "rows", levels.data());
    mean(in, "draws", levels.draws());
    in.put("ks_distance", levels.distance()).put("p_value", levels.pValue());
  }

  private static void latent(ObjectNode in, Calibration calibration) {
    in.put("coordinates_p_value", calibration.coordinatesPValue());
    ArrayNode coordinates = in.putArray("coordinates");
    calibration.coordinates().forEach(one -> uniformity(coordinates.addObject(), one));
    uniformity(in.putObject("squared_radius"), calibration.radius());
  }

  private static void uniformity(ObjectNode in, Uniformity one) {
    in.put("name", one.what()).put("ks_distance", one.distance()).put("p_value", one.pValue());
  }

  private static void column(ObjectNode in, Marginal marginal) {
    in.put("name", marginal.column());
    if (marginal.share().isPresent()) {
      Marginal.Share share = marginal.share().get();
      in.put("total_variation", marginal.distance()).put("most_frequent", share.name());
      in.putObject("rows").put("share", share.data());
      in.putObject("draws").put("share", share.draws());
      return;
    }
    in.put("ks_distance", marginal.distance());
    summary(in.putObject("rows"), marginal.data());
    summary(in.putObject("draws"), marginal.draws());
  }

  private static void summary(ObjectNode in, Marginal.Summary summary) {
    in.put("mean", summary.mean()).put("deviation", summary.deviation());
    in.put("low", summary.low()).put("median", summary.median()).put("high", summary.high());
  }

  private EvaluationJson() {}
}
