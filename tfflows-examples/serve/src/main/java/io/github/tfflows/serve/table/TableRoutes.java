package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
   * @param scored receives the rows that were scored
   * @throws IllegalArgumentException if the model cannot do it, or the body or a parameter is wrong
   */
  public static Answer answer(
      String name,
      TableModel model,
      byte[] body,
      Query query,
      int most,
      Consumer<List<Map<String, @Nullable Object>>> scored) {
    TableRoute route = route(name);
    query.requireOnly(route.parameters());
    RowsBody rows = RowsBody.read(body.length == 0 ? NO_ROW : body, model, most);
    ObjectNode answer = Json.object();
    try {
      route.work().answer(model, rows, query, answer.putArray("rows"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (route.equals(Score.ROUTE)) {
      scored.accept(rows.rows());
    }
    return Answer.of(answer);
  }

  private TableRoutes() {}
}
