package io.github.tfflows.serve.model;

import io.github.tfflows.serve.tensor.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One call of a model for several requests. Copies of the last row fill it up to its number of
 * rows.
 */
final class JoinedCall {
  /** Answers requests by a model that has an answer {@code A} to each row. */
  static <A> List<List<A>> ofRows(
      Function<List<Map<String, @Nullable Object>>, List<A>> model,
      List<List<Map<String, @Nullable Object>>> requests,
      int rows) {
    List<Map<String, @Nullable Object>> joined = new ArrayList<>();
    requests.forEach(joined::addAll);
    if (joined.size() < rows) {
      joined.addAll(Collections.nCopies(rows - joined.size(), joined.get(joined.size() - 1)));
    }
    List<A> all = model.apply(joined);
    List<List<A>> answers = new ArrayList<>();
    int at = 0;
    for (List<Map<String, @Nullable Object>> request : requests) {
      answers.add(all.subList(at, at + request.size()));
      at += request.size();
    }
    return answers;
  }

  /** Answers requests by a signature, whose arrays have an entry for each row. */
  static List<Map<String, Values>> ofTensors(
      UnaryOperator<Map<String, Values>> signature, List<Map<String, Values>> requests, int rows) {
    Map<String, Values> joined = new TreeMap<>();
    for (String input : requests.get(0).keySet()) {
      Values all = Values.joined(requests.stream().map(each -> each.get(input)).toList());
      joined.put(input, all.padded(rows));
    }
    Map<String, Values> outputs = signature.apply(joined);
    List<Map<String, Values>> answers = new ArrayList<>();
    int at = 0;
    for (Map<String, Values> inputs : requests) {
      int from = at;
      int to = from + inputs.values().iterator().next().rows();
      Map<String, Values> part = new TreeMap<>();
      outputs.forEach((name, values) -> part.put(name, values.slice(from, to)));
      answers.add(part);
      at = to;
    }
    return answers;
  }

  private JoinedCall() {}
}
