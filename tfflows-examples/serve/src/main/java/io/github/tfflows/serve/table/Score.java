package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.util.Set;

/** The route {@code score}. */
final class Score {
  static final TableRoute ROUTE =
      new TableRoute(
          "score",
          "The log-probability, strangeness and p-value of each row.",
          Set.of(),
          Score::answer);

  private static void answer(TableModel model, RowsBody body, Query query, ArrayNode rows)
      throws IOException {
    for (RowScore score : model.score(body.source())) {
      ObjectNode row = rows.addObject();
      Cells.put(row, "log_prob", score.logProb());
      Cells.put(row, "strangeness", score.strangeness());
      Cells.put(row, "p_value", score.pValue());
      score.problem().ifPresent(problem -> row.put("problem", problem));
    }
  }

  private Score() {}
}
