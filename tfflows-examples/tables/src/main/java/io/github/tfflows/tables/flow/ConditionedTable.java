package io.github.tfflows.tables.flow;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import java.util.List;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/** A density whose networks read scaled conditions (see {@link TableContext}). */
record ConditionedTable(Distribution density, List<TableContext.Condition> conditions)
    implements Distribution {
  ConditionedTable {
    conditions = List.copyOf(conditions);
  }

  @Override
  public Shape eventShape() {
    return density.eventShape();
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return density.logProb(TableContext.embedded(scope, conditions), x);
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    return density.sample(TableContext.embedded(scope, conditions), noise);
  }

  @Override
  public Optional<Marginals> marginals() {
    return density
        .marginals()
        .map(each -> each.in(scope -> TableContext.embedded(scope, conditions)));
  }

  @Override
  public Optional<Categories> categories() {
    return density
        .categories()
        .map(
            each ->
                new Categories(
                    each.count(),
                    scope -> each.logProbs().apply(TableContext.embedded(scope, conditions))));
  }

  @Override
  public boolean isContinuous() {
    return density.isContinuous();
  }
}
