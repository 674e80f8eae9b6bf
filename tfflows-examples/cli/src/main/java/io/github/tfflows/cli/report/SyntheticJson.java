package io.github.tfflows.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.synthetic.SyntheticQuality;
import io.github.tfflows.cli.synthetic.TargetScore;
import io.github.tfflows.tables.synthetic.Auroc;
import io.github.tfflows.tables.synthetic.Closeness;
import io.github.tfflows.tables.synthetic.ColumnShape;
import io.github.tfflows.tables.synthetic.Copies;
import io.github.tfflows.tables.synthetic.PairTrend;
import io.github.tfflows.tables.synthetic.QualityScores;

/** The quality of draws as synthetic data as JSON, with null for scores that are not defined. */
final class SyntheticJson {
  private static final String DRAWS = "draws";
  private static final String REAL = "real_rows";

  static void write(ObjectNode in, SyntheticQuality quality) {
    in.put("rows", quality.rows());
    scores(in.putObject(DRAWS), quality.scores().draws());
    scores(in.putObject(REAL), quality.scores().real());
    quality.classifier().ifPresent(one -> classifier(in.putObject("classifier"), one));
    closest(in.putObject("closest_row"), quality);
    quality.copies().ifPresent(one -> copies(in.putObject("closer_to_training"), one));
    quality.target().ifPresent(one -> target(in.putObject("target"), one));
  }

  private static void scores(ObjectNode in, QualityScores scores) {
    number(in, "overall", scores.overall());
    number(in, "column_shapes", scores.columnShapes());
    number(in, "column_pair_trends", scores.columnPairTrends());
    number(in, "all_pair_trends", scores.allPairTrends());
    ArrayNode shapes = in.putArray("columns");
    for (ColumnShape one : scores.shapes()) {
      ObjectNode shape = shapes.addObject().put("name", one.column()).put("metric", one.metric());
      number(shape, "score", one.score());
    }
    ArrayNode trends = in.putArray("pairs");
    for (PairTrend one : scores.trends()) {
      ObjectNode trend = trends.addObject().put("first", one.first()).put("second", one.second());
      trend.put("metric", one.metric()).put("counts", one.isStrong());
      number(trend, "association", one.association());
      number(trend, "score", one.score());
    }
  }

  private static void classifier(ObjectNode in, SyntheticQuality.Classifier classifier) {
    in.put("rows", classifier.rows());
    auroc(in, DRAWS, classifier.auroc().draws());
    auroc(in, REAL, classifier.auroc().real());
  }

  static void auroc(ObjectNode in, String name, Auroc auroc) {
    in.put(name, auroc.value()).put(name + "_standard_error", auroc.standardError());
  }

  private static void closest(ObjectNode in, SyntheticQuality quality) {
    in.put("rows", quality.closeness().rows()).put("among", quality.closeness().among());
    in.put("among_training_rows", quality.copies().isPresent());
    closeness(in.putObject(DRAWS), quality.closeness().distances().draws());
    closeness(in.putObject(REAL), quality.closeness().distances().real());
  }

  private static void closeness(ObjectNode in, Closeness closeness) {
    in.put("lowest_1_percent", closeness.lowest()).put("lowest_5_percent", closeness.low());
    in.put("median", closeness.median()).put("equal_share", closeness.copies());
  }

  private static void copies(ObjectNode in, Copies copies) {
    in.put("rows", copies.rows()).put(DRAWS, copies.draws()).put(REAL, copies.real());
  }

  private static void target(ObjectNode in, TargetScore score) {
    in.put("column", score.column()).put("measure", score.measure().toString());
    in.put(DRAWS, score.draws()).put(REAL, score.real()).put("trivial", score.trivial());
    in.put("training_draws", score.drawsRows()).put("training_rows", score.realRows());
    in.put("test_rows", score.testRows());
  }

  private static void number(ObjectNode in, String name, double value) {
    if (Double.isNaN(value)) {
      in.putNull(name);
    } else {
      in.put(name, value);
    }
  }

  private SyntheticJson() {}
}
