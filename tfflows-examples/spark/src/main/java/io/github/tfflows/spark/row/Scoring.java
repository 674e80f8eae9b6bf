package io.github.tfflows.spark.row;

import io.github.tfflows.spark.param.ExplanationParams;
import io.github.tfflows.spark.param.ScoringParams;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.source.TableSource;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import scala.jdk.javaapi.CollectionConverters;

/** The scores of rows, with explanations if wanted. */
public record Scoring(boolean isExplaining) implements ChunkWork<Scoring.Scores> {
  private static final MapType CELLS =
      DataTypes.createMapType(DataTypes.StringType, DataTypes.DoubleType, false);

  record Scores(List<RowScore> scores, List<RowExplanation> explanations) {
    <T> List<T> each(Function<RowScore, T> value) {
      return scores.stream().map(value).toList();
    }
  }

  public static Outputs<Scores> outputs(ScoringParams<?> params) {
    return outputs(params, false);
  }

  public static Outputs<Scores> explained(ExplanationParams<?> params) {
    return outputs(params, params.isExplaining())
        .withOptional(
            params.getOrDefault(params.explanationCol()),
            CELLS,
            chunk -> chunk.explanations.stream().map(Scoring::byColumn).toList())
        .withOptional(
            params.getOrDefault(params.oddestCol()),
            DataTypes.StringType,
            chunk -> chunk.explanations.stream().map(RowExplanation::oddest).toList());
  }

  private static Outputs<Scores> outputs(ScoringParams<?> params, boolean isExplaining) {
    double rate = (double) params.getOrDefault(params.falseAlarmRate());
    return Outputs.of(new Scoring(isExplaining))
        .with(
            params.getOrDefault(params.logProbCol()),
            DataTypes.DoubleType,
            chunk -> chunk.each(score -> (double) score.logProb()))
        .with(
            params.getOrDefault(params.strangenessCol()),
            DataTypes.DoubleType,
            chunk -> chunk.each(score -> (double) score.strangeness()))
        .with(
            params.getOrDefault(params.pValueCol()),
            DataTypes.DoubleType,
            chunk -> chunk.each(RowScore::pValue))
        .with(
            params.getOrDefault(params.predictionCol()),
            DataTypes.DoubleType,
            chunk -> chunk.each(score -> score.isAnomaly(rate) ? 1.0 : 0.0));
  }

  /** A map as Spark stores it. */
  private static scala.collection.Map<String, Double> byColumn(RowExplanation row) {
    Map<String, Double> byColumn = new LinkedHashMap<>();
    for (int i = 0; i < row.columns().size(); i++) {
      byColumn.put(row.columns().get(i), (double) row.differences().get(i));
    }
    return CollectionConverters.asScala(byColumn);
  }

  @Override
  public Pass<Scores> begin(TableModel model, TableSource rows, Reading reading)
      throws IOException {
    return new Pass<>(
        TableReader.open(rows, model.schema(), reading),
        chunk -> new Scores(model.score(chunk), isExplaining ? model.explained(chunk) : List.of()));
  }
}
