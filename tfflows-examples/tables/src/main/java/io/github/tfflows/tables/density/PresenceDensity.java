package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.tables.cell.CategoryCell;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The probability that the value of one cell is present, under {@link Conditioning#ANY}, as events
 * of its bit. The context is that of the row, in which this cell alone is modelled.
 *
 * @param row the cells of the row
 * @param column the place of the cell's column, which can have missing values
 * @param network yields the logits of the bit
 */
record PresenceDensity(RowCells row, int column, Conditioner network) implements Distribution {
  private static final CategoryCell BIT = new CategoryCell(2);

  @Override
  public Shape eventShape() {
    return Shape.of(1);
  }

  @Override
  public boolean isContinuous() {
    return false;
  }

  @Override
  public Expr logProb(GraphScope scope, Expr x) {
    return chosen(outcomes(scope), x);
  }

  private static Expr chosen(Expr outcomes, Expr x) {
    Expr oneHot = BIT.oneHot(outcomes.scope(), x);
    return outcomes.times(oneHot).sumLast().plus(oneHot.sumLast().greater(0).logIndicator());
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr outcomes = outcomes(scope);
    Expr bit =
        scope
            .expr(scope.tf().dtypes.cast(noise.categorical(scope, outcomes), scope.type()))
            .reshape(-1, 1);
    return new Sample(bit, chosen(outcomes, bit));
  }

  @Override
  public Optional<Categories> categories() {
    return Optional.of(new Categories(BIT.size(), this::outcomes));
  }

  private Expr outcomes(GraphScope scope) {
    return RowGraph.ofCell(column, row, Optional.empty(), network, scope).bitOfModelled();
  }
}
