package io.github.tfflows.tables;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Fold;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.stacking.Stacking;
import io.github.tfflows.tables.strangeness.Strangeness;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The models of a fit, each trained on a split of its own or all on one: the whole, which is not
 * closed with this, and itself or the members of the ensemble that it is.
 */
record FittedMembers(CompiledDistribution whole, List<CompiledDistribution> models)
    implements AutoCloseable {
  FittedMembers {
    models = List.copyOf(models);
  }

  /** Returns the only member. */
  static FittedMembers of(CompiledDistribution model) {
    return new FittedMembers(model, List.of(model));
  }

  /**
   * Members of one definition that are not yet an ensemble. A training that was stopped has fewer
   * than folds.
   */
  record Apart(Distribution definition, List<CompiledDistribution> models) {
    /** Returns the ensemble, or else closes the members. */
    FittedMembers together(Training settings) {
      try {
        return new FittedMembers(settings.ensemble(definition, models), models);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    /**
     * Returns members with Gaussians beside their flows, and closes these; or returns these members
     * where Gaussians add little.
     *
     * @param folds the rows of each
     */
    Apart stacked(Training settings, List<Fold> folds) {
      try {
        TransformedDistribution flow = (TransformedDistribution) definition;
        Optional<Stacking> stacking = Stacking.of(flow, parts(folds), settings.seed());
        if (stacking.isEmpty()) {
          return this;
        }
        Apart stacked =
            new Apart(
                stacking.get().member(), stacking.get().members(models, settings.execution()));
        close();
        return stacked;
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    /**
     * Returns members whose probabilities of a name have the {@link Temperature} of held-out rows,
     * and closes these; or returns these members where there is nothing to change.
     *
     * @param heldOut the rows held out of each
     */
    Apart tempered(TableSchema schema, Training settings, List<Data> heldOut) {
      try {
        double temperature = Temperature.of(schema, models, heldOut);
        if (temperature == 1) {
          return this;
        }
        List<CompiledDistribution> tempered =
            CompiledDistribution.compileEach(
                definition,
                models.get(0).contextSize(),
                models.stream()
                    .map(model -> TableDensity.tempered(model.weights(), 0, temperature))
                    .toList(),
                settings.execution(),
                i -> models.get(i).description());
        close();
        return new Apart(definition, tempered);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    private List<Stacking.Part> parts(List<Fold> folds) {
      List<Stacking.Part> parts = new ArrayList<>();
      for (CompiledDistribution model : models) {
        Fold fold = folds.get(parts.size());
        parts.add(new Stacking.Part(model, onePass(fold.training()), fold.heldOut()));
      }
      return parts;
    }

    private static Data onePass(DataSource rows) {
      try (Stream<Data> pass = rows.pass(0)) {
        return pass.reduce(Data::followedBy).orElseThrow();
      }
    }

    private void close() {
      models.forEach(CompiledDistribution::close);
    }
  }

  /** The rows held out of any. */
  Data heldOut(List<Data.Split> splits) {
    return distinct(splits).map(Data.Split::heldOut).reduce(Data::followedBy).orElseThrow();
  }

  /**
   * Returns models beside rows that they did not learn from: the whole model, if these are the same
   * for all members, or else each member. Without such rows it is the whole model beside all rows.
   */
  List<TableModel.Part> parts(TableSchema schema, List<Data.Split> splits, long seed) {
    List<Data.Split> parts = distinct(splits).toList();
    boolean isOfWhole = parts.size() == 1 || parts.get(0).heldOut().count() == 0;
    List<CompiledDistribution> measured = isOfWhole ? List.of(whole) : models;
    List<Data> learned = parts.stream().limit(measured.size()).map(Data.Split::training).toList();
    List<Strangeness> strangeness = Strangeness.ofParts(schema, learned, seed);
    return IntStream.range(0, measured.size())
        .mapToObj(
            i ->
                new TableModel.Part(
                    measured.get(i),
                    FitParts.scored(unseen(parts.get(i))),
                    Optional.of(strangeness.get(i))))
        .toList();
  }

  private Stream<Data.Split> distinct(List<Data.Split> splits) {
    return splits.stream().limit(models.size()).distinct();
  }

  private static Data unseen(Data.Split split) {
    return split.heldOut().count() == 0 ? split.training() : split.heldOut();
  }

  @Override
  public void close() {
    models.stream().filter(model -> model != whole).forEach(CompiledDistribution::close);
  }
}
