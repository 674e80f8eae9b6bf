package io.github.tfflows.serve.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.tables.TableModel;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A question about single rows of a table. Requests with equal questions share calls. */
public interface RowQuestion {
  /**
   * Answers with an object for each row of numbers or texts by column; null is a missing value.
   *
   * @throws IllegalArgumentException if the model cannot do it
   */
  List<ObjectNode> answers(TableModel model, List<Map<String, @Nullable Object>> rows);
}
