package io.github.tfflows.cli.fit;

import io.github.tfflows.cli.option.FlowOptions;
import io.github.tfflows.cli.option.TrainingOptions;
import io.github.tfflows.cli.option.WeightColumn;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.TableTraining;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.flow.TableDistribution;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The flow that a training begins with. */
public sealed interface Fitting {
  /** The columns of the model. */
  TableSchema schema();

  /** The column of weights that the flow was fitted with; empty for a new one. */
  default Optional<WeightColumn> weights() {
    return Optional.empty();
  }

  /** The name of the flow, for the model's description. */
  String flow();

  /** The flow in words, for a number of rows. */
  String words(int rows);

  /** The recipe for a number of rows. */
  Training recipe(TrainingOptions options, int rows);

  /**
   * Trains.
   *
   * @param rows all rows
   * @param split those to learn from, and those held out
   */
  TableModel fit(Training recipe, Data rows, Data.Split split, Consumer<Progress> listener);

  /**
   * A flow with new weights.
   *
   * @param family the kind of flow
   * @param size the choice of its size
   */
  record New(FlowFamily family, FlowOptions size, TableSchema schema) implements Fitting {
    @Override
    public String flow() {
      return family.toString();
    }

    @Override
    public String words(int rows) {
      return family + ", " + size.size(family, rows);
    }

    @Override
    public Training recipe(TrainingOptions options, int rows) {
      return options.recipe(rows, schema.modelled().size());
    }

    @Override
    public TableModel fit(
        Training recipe, Data rows, Data.Split split, Consumer<Progress> listener) {
      FlowFamily.Size chosen = size.size(family, rows.count());
      return new TableTraining(recipe, schema)
          .fit(
              TableDistribution.of(family.on(schema, chosen), schema, split.training()),
              rows,
              listener);
    }
  }

  /**
   * A model that is trained further.
   *
   * @param start the model
   */
  record Continued(TableModel start) implements Fitting {
    @Override
    public TableSchema schema() {
      return start.schema();
    }

    @Override
    public Optional<WeightColumn> weights() {
      return Optional.ofNullable(entries().get(WeightColumn.KEY)).map(WeightColumn::new);
    }

    @Override
    public String flow() {
      return entries().getOrDefault("flow", "a flow");
    }

    private Map<String, String> entries() {
      return start.distribution().description().entries();
    }

    @Override
    public String words(int rows) {
      return flow() + ", from the weights of the model";
    }

    /** The members of an ensemble are trained together. */
    @Override
    public Training recipe(TrainingOptions options, int rows) {
      return options.recipe(rows, schema().modelled().size()).withMembers(1);
    }

    @Override
    public TableModel fit(
        Training recipe, Data rows, Data.Split split, Consumer<Progress> listener) {
      return new TableTraining(recipe, schema()).refit(start, rows, listener);
    }
  }
}
