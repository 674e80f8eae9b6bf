package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.Unsuitable;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The route {@code impute}. */
final class Impute {
  static final TableRoute ROUTE =
      new TableRoute(
          "impute",
          "The rows with draws in place of missing values.",
          Set.of("seed"),
          TableRoute.alone(Impute::answer));

  private static void answer(TableModel model, RowsBody body, Query query, ArrayNode rows)
      throws IOException {
    List<TableColumn> columns = model.schema().written();
    try (TableReader reader =
        TableReader.ofGaps(
            body.source(),
            model.schema(),
            body.reading().with(Unsuitable.REFUSE).with(Unseen.REFUSE))) {
      model
          .imputed(TableRoute.only(reader), query.whole("seed", 1))
          .forEach(values -> rows.add(Cells.row(columns, values)));
    }
  }

  private Impute() {}
}
