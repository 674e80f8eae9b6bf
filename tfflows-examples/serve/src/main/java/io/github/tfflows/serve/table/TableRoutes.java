package io.github.tfflows.serve.table;

import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.serve.model.ModelVersion;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The questions about rows of a table that the server answers. */
public final class TableRoutes {
  private static final byte[] NO_ROW = "{}".getBytes(StandardCharsets.UTF_8);

  private static final Map<String, TableRoute> ALL = new LinkedHashMap<>();

  static {
    for (TableRoute route :
        List.of(Score.ROUTE, Predict.ROUTE, Impute.ROUTE, Explain.ROUTE, Sample.ROUTE)) {
      ALL.put(route.name(), route);
    }
  }

  /** Returns the last parts of their paths. */
  public static Set<String> names() {
    return ALL.keySet();
  }

  /** Returns a sentence about an answer. */
  public static String words(String name) {
    return route(name).words();
  }

  /** Returns the names of parameters. */
  public static Set<String> parameters(String name) {
    return route(name).parameters();
  }

  private static TableRoute route(String name) {
    return Objects.requireNonNull(ALL.get(name), name);
  }

  /**
   * Answers a question.
   *
   * @param most the most rows of a request
   * @throws NoSuchElementException if it is no model of a table
   * @throws IllegalArgumentException if the model cannot do it, or the body or a parameter is wrong
   */
  public static CompletableFuture<Answer> answer(
      String name, ModelVersion version, byte[] body, Query query, int most) {
    TableRoute route = route(name);
    query.requireOnly(route.parameters());
    boolean isOfNoRow = body.length == 0 && route.equals(Sample.ROUTE);
    RowsBody rows = RowsBody.read(isOfNoRow ? NO_ROW : body, version.table(), most);
    return route.work().answer(version, rows, query).thenApply(Answer::of);
  }

  private TableRoutes() {}
}
