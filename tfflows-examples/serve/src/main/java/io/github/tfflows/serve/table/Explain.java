package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.RowExplanation;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The route {@code explain}, whose requests share calls. */
final class Explain {
  static final TableRoute ROUTE =
      new TableRoute(
          "explain",
          "The number of each cell, beside ordinary rows, and the column with the oddest value.",
          Set.of(),
          TableRoute.joined(Explain::answer));

  private static void answer(TableModel model, RowsBody body, Query query, ArrayNode rows)
      throws IOException {
    try (TableReader reader = TableReader.open(body.source(), model.schema(), body.reading())) {
      TableChunk chunk = TableRoute.only(reader);
      List<RowExplanation> explained = model.explained(chunk);
      TableRoute.addEach(rows, chunk, row -> answer(explained.get(row)));
    }
  }

  private static ObjectNode answer(RowExplanation row) {
    ObjectNode answer = Json.object().put("oddest", row.oddest());
    ObjectNode cells = answer.putObject("cells");
    for (int i = 0; i < row.columns().size(); i++) {
      Cells.put(cells, row.columns().get(i), row.differences().get(i));
    }
    return answer;
  }

  private Explain() {}
}
