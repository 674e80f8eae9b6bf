package io.github.tfflows.tables.density;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.Marginals;
import io.github.tfflows.core.Sample;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Noise;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.cell.PointMasses;
import java.util.Arrays;
import java.util.Optional;
import org.tensorflow.ndarray.Shape;

/**
 * The density of the value of one cell under {@link Conditioning#ANY}, as events of one entry. The
 * context is that of the row, in which this cell alone is modelled. If the value can be missing,
 * log-probabilities are joint with its presence, and distribution functions conditional on it.
 *
 * @param row the cells of the row
 * @param column the place of the cell's column
 * @param number the flow of the number alone, in the unit of its column; empty for a category
 * @param network yields the logits of the cell's outcomes
 */
record CellDensity(
    RowCells row, int column, Optional<TransformedDistribution> number, Conditioner network)
    implements Distribution {
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
    return graph(scope).logProb(event(scope, x));
  }

  /** Builds events of the row with a value in all cells, of which only one counts. */
  private Expr event(GraphScope scope, Expr value) {
    double[] bits = new double[row.optional().size() + row.cells().size()];
    Arrays.fill(bits, 0, row.optional().size(), 1);
    double[] values = Arrays.stream(bits).map(bit -> 1 - bit).toArray();
    Shape shape = Shape.of(1, bits.length);
    return value.times(scope.constant(shape, values)).plus(scope.constant(shape, bits));
  }

  @Override
  public Sample sample(GraphScope scope, Noise noise) {
    Expr all = graph(scope).sample(noise).value();
    Expr value = all.slice(1, row.optional().size() + column, 1);
    return new Sample(value, logProb(scope, value));
  }

  @Override
  public Optional<Marginals> marginals() {
    return number
        .filter(unused -> row.number(column).phases().isEmpty())
        .flatMap(Distribution::marginals)
        .map(this::marginals);
  }

  private Marginals marginals(Marginals ofFlow) {
    Marginals other = ofFlow.in((scope, x) -> placeOfFlow(scope));
    Marginals there = row.optional().contains(column) ? other.withPresence(this::presence) : other;
    PointMasses masses = row.number(column).masses();
    return masses.isEmpty()
        ? there
        : there.withMasses((scope, x) -> masses.withProbabilities(outcomes(scope, masses)));
  }

  private Expr presence(GraphScope scope, Expr x) {
    return scope.ofContext("presence", at -> graph(at).presenceOfModelled().exp());
  }

  private Expr outcomes(GraphScope scope, PointMasses masses) {
    int count = masses.outcomes().size();
    return scope.ofContext("masses", at -> graph(at).massesOfModelled(count).exp());
  }

  private GraphScope placeOfFlow(GraphScope scope) {
    return scope
        .withEmbeddedContext("numbers", at -> graph(at).contextOfNumber())
        .sub(RowGraph.NUMBERS);
  }

  @Override
  public Optional<Categories> categories() {
    return row.cells().get(column) instanceof CategoryCell category
        ? Optional.of(new Categories(category.size(), scope -> categories(scope, category.size())))
        : Optional.empty();
  }

  private Expr categories(GraphScope scope, int count) {
    Expr present = graph(scope).categoriesOfModelled(count);
    return row.optional().contains(column)
        ? present.plus(graph(scope).presenceOfModelled())
        : present;
  }

  private RowGraph graph(GraphScope scope) {
    return RowGraph.ofCell(column, row, number, network, scope);
  }
}
