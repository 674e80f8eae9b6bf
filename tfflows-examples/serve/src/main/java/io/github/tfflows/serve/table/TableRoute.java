package io.github.tfflows.serve.table;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.serve.json.Answer;
import io.github.tfflows.serve.json.Json;
import io.github.tfflows.serve.json.Query;
import io.github.tfflows.serve.model.ModelVersion;
import io.github.tfflows.serve.model.RowQuestion;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.reading.TableChunk;
import io.github.tfflows.tables.reading.TableReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A question about rows of a table.
 *
 * @param name the last part of its path
 * @param words a sentence about the answer
 * @param parameters the names of its parameters
 * @param noBody the body that an empty one stands for
 * @param work finds the answer
 */
public record TableRoute(
    String name, String words, Set<String> parameters, String noBody, Work work) {
  TableRoute(String name, String words, Set<String> parameters, Work work) {
    this(name, words, parameters, "", work);
  }

  /** Finds the answer to a question. */
  interface Work {
    /**
     * Answers with an object for each row.
     *
     * @throws IllegalArgumentException if the model cannot do it, or a parameter is wrong
     */
    CompletableFuture<ObjectNode> answer(ModelVersion version, RowsBody body, Query query);
  }

  /** A question that a model answers. */
  interface Question {
    /**
     * Adds an object for each row of the answer.
     *
     * @throws IllegalArgumentException if the model cannot do it, or a parameter is wrong
     */
    void answer(TableModel model, RowsBody body, Query query, ArrayNode rows) throws IOException;

    default ArrayNode answer(TableModel model, RowsBody body, Query query) {
      ArrayNode rows = Json.array();
      try {
        answer(model, body, query, rows);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return rows;
    }
  }

  /**
   * A question whose answer to a row does not depend on other rows, except on the columns that they
   * have.
   */
  private record OfEachRow(Question question, Query query, Set<String> columns, int most)
      implements RowQuestion {
    static OfEachRow of(Question question, RowsBody body, Query query) {
      return new OfEachRow(question, query, Set.copyOf(body.source().columns()), body.most());
    }

    @Override
    public List<ObjectNode> answers(TableModel model, List<Map<String, @Nullable Object>> rows) {
      List<ObjectNode> answers = new ArrayList<>();
      question
          .answer(model, new RowsBody(rows, most), query)
          .forEach(row -> answers.add((ObjectNode) row));
      return answers;
    }
  }

  /**
   * Answers a question.
   *
   * @param most the most rows of a request
   * @throws NoSuchElementException if it is not a model of a table
   * @throws IllegalArgumentException if the model cannot do it, or the body or a parameter is wrong
   */
  public CompletableFuture<Answer> answer(
      ModelVersion version, byte[] body, Query query, int most) {
    query.requireOnly(parameters);
    byte[] rows = body.length == 0 ? noBody.getBytes(StandardCharsets.UTF_8) : body;
    return work.answer(version, RowsBody.read(rows, version.table(), most), query)
        .thenApply(Answer::of);
  }

  /** Asks the model in a separate call. */
  static Work alone(Question question) {
    return (version, body, query) ->
        version
            .ask(model -> question.answer(model, body, query))
            .thenApply(rows -> Json.object().set("rows", rows));
  }

  /** Asks the model together with other requests. */
  static Work joined(Question question) {
    return (version, body, query) ->
        version
            .ask(OfEachRow.of(question, body, query), body.rows())
            .thenApply(rows -> Json.object().set("rows", Json.array().addAll(rows)));
  }

  static TableChunk only(TableReader reader) throws IOException {
    return reader.next().orElseThrow();
  }

  /** Adds an object for each row: the answer, or the reason why the row does not suit. */
  static void addEach(ArrayNode rows, TableChunk chunk, IntFunction<ObjectNode> answer) {
    for (int row = 0; row < chunk.data().count(); row++) {
      String problem = chunk.problems().get(row);
      rows.add(problem == null ? answer.apply(row) : rows.objectNode().put("problem", problem));
    }
  }
}
