package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.tables.RowScore;
import java.util.List;
import java.util.Set;

/** The route {@code score}, whose requests share calls. */
final class Score {
  static final TableRoute ROUTE =
      new TableRoute(
          "score",
          "The log-probability, strangeness and p-value of each row.",
          Set.of(),
          (version, body, query) -> version.watchedScore(body.rows()).thenApply(Score::answer));

  private static ObjectNode answer(List<RowScore> scores) {
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("rows");
    for (RowScore score : scores) {
      ObjectNode row = rows.addObject();
      Cells.put(row, "log_prob", score.logProb());
      Cells.put(row, "strangeness", score.strangeness());
      Cells.put(row, "p_value", score.pValue());
      score.problem().ifPresent(problem -> row.put("problem", problem));
      if (!score.unseen().isEmpty()) {
        score.unseen().forEach(row.putArray("unseen")::add);
      }
    }
    return answer;
  }

  private Score() {}
}
