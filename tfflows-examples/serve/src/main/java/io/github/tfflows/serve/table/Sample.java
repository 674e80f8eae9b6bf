package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.density.Conditioning;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The route {@code sample}: its body is a row of given values, or empty. */
final class Sample {
  static final TableRoute ROUTE =
      new TableRoute(
          "sample",
          "Rows that are drawn given the values of the row in the body, if it has any.",
          Set.of("count", "seed"),
          "{}",
          TableRoute.alone(Sample::answer));

  private static void answer(TableModel model, RowsBody body, Query query, ArrayNode rows) {
    int count = query.within("count", 1, body.most(), 1);
    Map<String, String> given = body.texts();
    Drawn drawn = Drawn.of(model, model.codec().sources(given), count, query.whole("seed", 1));
    List<TableColumn> columns = model.schema().written();
    List<String> texts =
        columns.stream().map(column -> given.getOrDefault(column.name(), "")).toList();
    for (int row = 0; row < count; row++) {
      List<Object> values = model.codec().decoded(drawn.events, drawn.contexts, row);
      rows.add(Cells.row(columns, model.codec().completed(texts, values)));
    }
  }

  private record Drawn(Rows events, Rows contexts) {
    static Drawn of(TableModel model, Map<String, String> given, int count, long seed) {
      if (model.schema().conditioning() == Conditioning.ANY) {
        Rows cells = model.codec().events(given, count);
        return new Drawn(model.given(given.keySet()).sample(cells, seed).x(), Rows.empty(count));
      }
      Rows contexts = model.codec().contexts(given, count);
      return contexts.size() == 0
          ? new Drawn(model.sample(count, seed).x(), contexts)
          : new Drawn(model.sample(contexts, seed).x(), contexts);
    }
  }

  private Sample() {}
}
