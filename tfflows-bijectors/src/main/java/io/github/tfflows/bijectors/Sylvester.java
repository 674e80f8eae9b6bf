package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.linear.Householder;
import io.github.tfflows.bijectors.linear.Orthogonal;
import io.github.tfflows.bijectors.linear.Permutation;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import io.github.tfflows.core.graph.SquareMatrix;
import java.util.List;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.RandomUniform;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.family.TFloating;

/**
 * A Sylvester flow on the last axis, {@code f(z) = z + Q·R·h(R̃·Qᵀ·z + b)}: a {@link Planar} flow
 * with {@code m} directions instead of one (van den Berg et al., 2018, arXiv:1803.05649, section
 * 3). The columns of {@code Q} are the first {@code m} of an orthogonal matrix; {@code R} and
 * {@code R̃} are upper triangular.
 *
 * <pre>{@code log |det| = Σ log(1 + rᵢᵢ·r̃ᵢᵢ·h'(aᵢ))    with a = R̃·Qᵀ·z + b}</pre>
 *
 * <p>The flow is invertible if all {@code rᵢᵢ·r̃ᵢᵢ > -1}. As in the paper, both diagonals are the
 * {@code tanh} of the diagonals of the parameters {@code r} and {@code r_tilde}, whose lower
 * triangles are not used. The product of the diagonals is kept at or above {@code -1 + 1e-4}.
 * Entries above the diagonals and of {@code b} are clipped to ±1e3.
 *
 * <p>The inverse changes only the coordinates {@code w = Qᵀ·z}, from {@code v = Qᵀ·y}. It computes
 * them one after another, the last one first: with {@code aⱼ} and {@code wⱼ} known for {@code j >
 * i},
 *
 * <pre>{@code
 * aᵢ + rᵢᵢ·r̃ᵢᵢ·h(aᵢ) = r̃ᵢᵢ·c + bᵢ + Σ r̃ᵢⱼ·wⱼ    with c = vᵢ - Σ rᵢⱼ·h(aⱼ) and wᵢ = c - rᵢᵢ·h(aᵢ)
 * }</pre>
 *
 * <p>is the equation of a planar flow, solved by a formula for the leaky ReLU and by a root search
 * otherwise. The cost grows with {@code m}.
 *
 * <p>{@code r} and {@code r_tilde} start uniform on {@code ±1/√m} and not at zero, where the
 * gradients of both vanish; {@code b} starts at zero.
 *
 * @param basis the orthogonal matrix that {@code Q} is cut from
 * @param columns the number {@code m} of columns of {@code Q}, from one to the size of the basis
 * @param activation the function {@code h}; {@code tanh} in the paper
 */
public record Sylvester(Orthogonal basis, int columns, PlanarActivation activation)
    implements Bijector {
  private static final double MAX_RAW = 1e3;
  private static final double MAX_DIAGONAL = Math.sqrt(1 - 1e-4);

  /**
   * A trainable upper triangular matrix. Its diagonal is a {@code tanh}, so that the product of two
   * of them is at or above {@code -1 + 1e-4}.
   *
   * @param above its entries above the diagonal, {@code [m, m]}, and zeros
   * @param diagonal its diagonal, {@code [m]}
   */
  private record UpperTriangle(Expr above, Expr diagonal) {
    /** Builds the matrix from a parameter that starts uniform on {@code ±1/√m}. */
    static UpperTriangle of(GraphScope scope, String name, int size) {
      double reach = 1 / Math.sqrt(size);
      Initializer<TFloating> start = new RandomUniform<>(-reach, reach, scope.sub(name).seed());
      Expr raw = scope.parameter(name, Shape.of(size, size), start);
      return new UpperTriangle(
          raw.clip(-MAX_RAW, MAX_RAW).times(SquareMatrix.above(scope, size)),
          raw.times(SquareMatrix.identity(scope, size)).sum(0).tanh().times(MAX_DIAGONAL));
    }

    Expr times(Expr x) {
      return x.matMul(above.transpose(1, 0)).plus(x.times(diagonal));
    }
  }

  /** The parameters in the coordinates {@code Qᵀ·z}; {@code kappa} is {@code 1 + rᵢᵢ·r̃ᵢᵢ}. */
  private record Core(UpperTriangle r, UpperTriangle rTilde, Expr b, Expr kappa) {}

  /** Coordinates {@code w} with their {@code a = R̃·w + b} and {@code h(a)}. */
  private record Coordinates(Expr w, Expr a, Expr h) {
    /** Returns these coordinates with the numbers of place {@code i}, which were zero. */
    Coordinates with(Expr place, Expr wi, Expr ai, Expr hi) {
      return new Coordinates(
          w.plus(wi.expand(-1).times(place)),
          a.plus(ai.expand(-1).times(place)),
          h.plus(hi.expand(-1).times(place)));
    }
  }

  public Sylvester {
    Require.within("columns", columns, 1, basis.size());
  }

  /**
   * Returns the orthogonal variant (O-SNF), {@code Q} of any {@code m} orthonormal columns. Here
   * {@code Q} comes from {@code m} Householder reflections, which are orthogonal to rounding. They
   * reach every such {@code Q} up to signs, which {@code R} and {@code R̃} can absorb. The paper
   * orthogonalizes in a loop.
   *
   * @param size the size of the last axis
   * @param columns the number {@code m} of columns
   */
  public static Sylvester orthogonal(int size, int columns) {
    return new Sylvester(new Householder(size, columns), columns, PlanarActivation.TANH);
  }

  /**
   * Returns the Householder variant (H-SNF), whose square {@code Q} is a product of reflections.
   *
   * @param size the size of the last axis
   * @param reflections their number
   */
  public static Sylvester householder(int size, int reflections) {
    return new Sylvester(new Householder(size, reflections), size, PlanarActivation.TANH);
  }

  /**
   * Returns the triangular variant (T-SNF), whose {@code Q} is a fixed permutation. In the paper it
   * is the identity and the reversal in turns.
   */
  public static Sylvester triangular(Permutation order) {
    return new Sylvester(order, order.size(), PlanarActivation.TANH);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr x) {
    Core core = core(scope);
    Expr a = core.rTilde().times(coordinates(scope, x)).plus(core.b());
    Expr y = x.plus(along(scope, core.r().times(activation.value(a)), x));
    return new Mapped(y, logDet(a, core));
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr y) {
    Core core = core(scope);
    Coordinates found = solve(core, coordinates(scope, y));
    Expr x = y.minus(along(scope, core.r().times(found.h()), y));
    return new Mapped(x, logDet(found.a(), core).negated());
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return Require.lastAxis(event, basis.size(), "a Sylvester flow");
  }

  private Expr coordinates(GraphScope scope, Expr x) {
    return basis.inverse(scope.sub("basis"), x).value().slice(-1, 0, columns);
  }

  private Expr along(GraphScope scope, Expr w, Expr x) {
    int rest = basis.size() - columns;
    Expr all = rest == 0 ? w : scope.concat(-1, List.of(w, x.slice(-1, 0, rest).zeros()));
    return basis.forward(scope.sub("basis"), all).value();
  }

  /** Solves {@code w + R·h(R̃·w + b) = v} from the last coordinate to the first. */
  private Coordinates solve(Core core, Expr v) {
    Expr none = v.zeros();
    Coordinates at = new Coordinates(none, none, none);
    List<Expr> places = SquareMatrix.identity(v.scope(), columns).entries(0);
    List<Expr> rows = core.r().above().entries(0);
    List<Expr> rowsTilde = core.rTilde().above().entries(0);
    for (int i = columns - 1; i >= 0; i--) {
      Expr c = v.entry(i).minus(at.h().times(rows.get(i)).sumLast());
      Expr moved = at.w().times(rowsTilde.get(i)).sumLast().plus(core.b().entry(i));
      Expr m = c.times(core.rTilde().diagonal().entry(i)).plus(moved);
      Expr a = activation.solve(m, core.kappa().entry(i));
      Expr h = activation.value(a);
      at = at.with(places.get(i), c.minus(h.times(core.r().diagonal().entry(i))), a, h);
    }
    return at;
  }

  private Expr logDet(Expr a, Core core) {
    return activation.slope(a, core.kappa()).log().sumEvent();
  }

  private Core core(GraphScope scope) {
    UpperTriangle r = UpperTriangle.of(scope, "r", columns);
    UpperTriangle rTilde = UpperTriangle.of(scope, "r_tilde", columns);
    Expr b = scope.parameter("b", Shape.of(columns), new Zeros<>()).clip(-MAX_RAW, MAX_RAW);
    return new Core(r, rTilde, b, r.diagonal().times(rTilde.diagonal()).plus(1));
  }
}
