package io.github.tfflows.serve.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of several requests in one call of a model, which has an answer {@code A} to each row.
 */
record JoinedRows<A>(Function<List<Map<String, @Nullable Object>>, List<A>> model) {
  /** Answers requests in a call of a number of rows, filled with copies of the last row. */
  List<List<A>> answers(List<List<Map<String, @Nullable Object>>> requests, int rows) {
    List<A> all = model.apply(joined(requests, rows));
    List<List<A>> answers = new ArrayList<>();
    int at = 0;
    for (List<Map<String, @Nullable Object>> request : requests) {
      answers.add(all.subList(at, at + request.size()));
      at += request.size();
    }
    return answers;
  }

  private static List<Map<String, @Nullable Object>> joined(
      List<List<Map<String, @Nullable Object>>> requests, int rows) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    requests.forEach(all::addAll);
    all.addAll(Collections.nCopies(rows - all.size(), all.get(all.size() - 1)));
    return all;
  }
}
