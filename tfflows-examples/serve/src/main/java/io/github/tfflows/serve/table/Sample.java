package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.reading.GivenRows;
import java.util.List;
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
    List<TableColumn> columns = model.schema().written();
    int count = query.within("count", 1, body.most(), 1);
    GivenRows given = GivenRows.of(model.schema(), body.texts(), count);
    model
        .draws()
        .next(given, query.whole("seed", 1))
        .forEach(values -> rows.add(Cells.row(columns, values)));
  }

  private Sample() {}
}
