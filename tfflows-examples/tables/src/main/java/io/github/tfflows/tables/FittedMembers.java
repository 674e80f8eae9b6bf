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
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The models of a fit: the whole model, which is not closed with this, and its members. The members
 * of an ensemble were trained on splits of their own, or all on one split. A model that is no
 * ensemble is its only member.
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
   * Members of one definition that are not yet an ensemble. If the training was stopped, there are
   * fewer members than folds.
   */
  record Apart(Distribution definition, List<CompiledDistribution> models) {
    /** From this share of the steps on, a mean of best steps is late. */
    private static final double LATE = 0.75;

    /**
     * Returns whether these members were still improving at the end of a training: whether their
     * best steps are late. False if the training was stopped, or no rows are held out.
     *
     * @param steps the largest number of steps of the training
     */
    boolean areBestLate(int steps) {
      boolean areWhole =
          models.stream()
              .map(model -> model.description().get("training.end"))
              .allMatch(end -> end.startsWith("complete") || end.startsWith("early"));
      return areWhole
          && models.stream().allMatch(model -> heldOutLoss(model).isPresent())
          && models.stream()
                  .mapToInt(
                      model -> Integer.parseInt(model.description().get("training.best_step")))
                  .average()
                  .orElseThrow()
              >= LATE * steps;
    }

    /**
     * Returns each of these members, or the other one of its number if that has a lower held-out
     * loss, and closes the rest. The others may be fewer.
     */
    Apart orBetter(Apart others) {
      List<CompiledDistribution> better = new ArrayList<>(models);
      for (int i = 0; i < others.models.size(); i++) {
        CompiledDistribution other = others.models.get(i);
        boolean isBetter =
            heldOutLoss(other).orElseThrow() < heldOutLoss(models.get(i)).orElseThrow();
        (isBetter ? models.get(i) : other).close();
        better.set(i, isBetter ? other : models.get(i));
      }
      return new Apart(definition, better);
    }

    private static OptionalDouble heldOutLoss(CompiledDistribution model) {
      return Stream.ofNullable(model.description().entries().get("training.held_out_loss"))
          .mapToDouble(Double::parseDouble)
          .findFirst();
    }

    /** Returns the ensemble. If it cannot be built, the members are closed. */
    FittedMembers together(Training settings) {
      try {
        return new FittedMembers(settings.ensemble(definition, models), models);
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }

    /**
     * Returns members with Gaussians beside their flows, and closes these members. Where Gaussians
     * add little, it returns these members unchanged.
     *
     * @param folds the rows of each member
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
     * Returns members whose probabilities of a name have the {@link Temperature} that held-out rows
     * determine, and closes these members. Where the temperature is one, it returns these members
     * unchanged.
     *
     * @param heldOut the held-out rows of each member
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

    void close() {
      models.forEach(CompiledDistribution::close);
    }
  }

  /** The rows that at least one member holds out. */
  Data heldOut(List<Data.Split> splits) {
    return first(splits).stream()
        .map(i -> splits.get(i).heldOut())
        .reduce(Data::followedBy)
        .orElseThrow();
  }

  /**
   * Returns models, each with rows that it did not learn from. If all members hold out the same
   * rows, the list has the whole model only, otherwise the members; of members that hold out the
   * same rows, the first one. If no rows are held out, it has the whole model with all rows.
   */
  List<TableModel.Part> parts(TableSchema schema, List<Data.Split> splits, long seed) {
    List<Integer> members = first(splits);
    List<Data> learned = members.stream().map(i -> splits.get(i).training()).toList();
    List<Strangeness> strangeness = Strangeness.ofParts(schema, learned, seed);
    return IntStream.range(0, members.size())
        .mapToObj(
            part ->
                new TableModel.Part(
                    members.size() == 1 ? whole : models.get(members.get(part)),
                    FitParts.scored(unseen(splits.get(members.get(part)))),
                    Optional.of(strangeness.get(part))))
        .toList();
  }

  /** Returns the first member of each split. */
  private List<Integer> first(List<Data.Split> splits) {
    return IntStream.range(0, models.size())
        .filter(i -> splits.indexOf(splits.get(i)) == i)
        .boxed()
        .toList();
  }

  private static Data unseen(Data.Split split) {
    return split.heldOut().count() == 0 ? split.training() : split.heldOut();
  }

  @Override
  public void close() {
    models.stream().filter(model -> model != whole).forEach(CompiledDistribution::close);
  }
}
