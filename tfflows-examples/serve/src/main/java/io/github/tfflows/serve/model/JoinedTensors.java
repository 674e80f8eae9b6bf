package io.github.tfflows.serve.model;

import io.github.tfflows.serve.tensor.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** One call of a signature for several requests, whose arrays have an entry for each row. */
record JoinedTensors(UnaryOperator<Map<String, Values>> signature) {
  /** Answers requests in a call of a number of rows, filled with copies of the last row. */
  List<Map<String, Values>> answers(List<Map<String, Values>> requests, int rows) {
    Map<String, Values> outputs = signature.apply(joined(requests, rows));
    List<Map<String, Values>> answers = new ArrayList<>();
    int at = 0;
    for (Map<String, Values> inputs : requests) {
      int end = at + inputs.values().iterator().next().rows();
      answers.add(slice(outputs, at, end));
      at = end;
    }
    return answers;
  }

  private static Map<String, Values> joined(List<Map<String, Values>> requests, int rows) {
    Map<String, Values> joined = new TreeMap<>();
    for (String input : requests.get(0).keySet()) {
      Values all = Values.joined(requests.stream().map(each -> each.get(input)).toList());
      joined.put(input, all.padded(rows));
    }
    return joined;
  }

  private static Map<String, Values> slice(Map<String, Values> outputs, int from, int to) {
    Map<String, Values> part = new TreeMap<>();
    outputs.forEach((name, values) -> part.put(name, values.slice(from, to)));
    return part;
  }
}
