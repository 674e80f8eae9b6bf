package io.github.tfflows.serve.table;

import java.util.List;

/** The questions about rows of a table that the server answers. */
public final class TableRoutes {
  /** Returns them in the order of the documentation. */
  public static List<TableRoute> all() {
    return List.of(Score.ROUTE, Predict.ROUTE, Impute.ROUTE, Explain.ROUTE, Sample.ROUTE);
  }

  private TableRoutes() {}
}
