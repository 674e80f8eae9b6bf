package io.github.tfflows.tables;

import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import java.util.Optional;

/**
 * The choices of the fit of a model that its columns do not show.
 *
 * @param flow the name of the flow
 * @param weights the column of weights, if rows counted differently
 */
public record TableOrigin(String flow, Optional<String> weights) {
  /** The entry of a model's description with the name of the column of weights. */
  public static final String WEIGHT_COLUMN = "weight_column";

  private static final String FLOW = "flow";

  /** Returns the origin that a model's description has, if it has one. */
  static Optional<TableOrigin> in(ModelDescription description) {
    return Optional.ofNullable(description.entries().get(FLOW))
        .map(
            flow ->
                new TableOrigin(
                    flow, Optional.ofNullable(description.entries().get(WEIGHT_COLUMN))));
  }

  /** Adds the entries to options of export. */
  ExportOptions addedTo(ExportOptions options) {
    ExportOptions described = options.describing(FLOW, flow);
    return weights.map(name -> described.describing(WEIGHT_COLUMN, name)).orElse(described);
  }
}
