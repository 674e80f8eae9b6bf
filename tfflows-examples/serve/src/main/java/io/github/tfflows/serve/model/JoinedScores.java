package io.github.tfflows.serve.model;

import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The scores of the rows of several requests in one call.
 *
 * @param scores scores rows
 */
record JoinedScores(Function<List<Map<String, @Nullable Object>>, List<RowScore>> scores) {
  /** Scores by a model. */
  static JoinedScores of(TableModel model) {
    return new JoinedScores(
        rows -> {
          try {
            return model.score(TableSources.ofMaps("the request", rows));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /**
   * Answers requests.
   *
   * @param rows the number of rows of the call, filled with copies of the last row
   */
  List<List<RowScore>> answers(List<List<Map<String, @Nullable Object>>> requests, int rows) {
    List<RowScore> all = scores.apply(joined(requests, rows));
    List<List<RowScore>> answers = new ArrayList<>();
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
