package io.github.tfflows.bijectors.image;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.core.graph.Require;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.ndarray.Shape;

/**
 * The multi-scale architecture of RealNVP (Dinh et al., 2017, arXiv:1605.08803, section 3.6): from
 * a vector of the base to an image, level by level. Each level adds channels to the image of the
 * previous levels.
 *
 * <pre>{@code
 * x₁ = f₁(z₁)    xᵢ = fᵢ(xᵢ₋₁, zᵢ)    x = xₘ        z = (z₁, z₂, ..., zₘ)
 * log |det dx/dz| = Σ log |det fᵢ|
 * }</pre>
 *
 * <p>From the image to the base, each level but the last splits off the second half of its channels
 * as part of {@code z}, so that the next level has fewer entries. The first {@code ⌊c/2⌋} of {@code
 * c} channels become {@code xᵢ₋₁}. These are the kept entries of a {@link
 * io.github.tfflows.bijectors.Coupling}, so that the last coupling of a level conditions the half
 * that leaves on the half that stays. In {@code z} all parts are flat, in row-major order, the
 * coarsest level first; RealNVP and nflows use the opposite order.
 *
 * @param image the shape of the images
 * @param levels the levels {@code f₁ ... fₘ} from the base to the data, at least one, the coarsest
 *     first; each usually ends with an inverted {@link Squeeze}. A level that splits off channels
 *     needs at least two
 */
public record MultiScale(Shape image, List<Bijector> levels) implements Bijector {
  public MultiScale {
    Require.known(image);
    levels = List.copyOf(levels);
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("a multi-scale map needs at least one level, got none");
    }
    List<Shape> unused = parts(image, levels);
  }

  /** The shape of {@code zᵢ} for each level. */
  private static List<Shape> parts(Shape image, List<Bijector> levels) {
    List<Shape> parts = new ArrayList<>();
    Shape yielded = image;
    for (int i = levels.size() - 1; i > 0; i--) {
      Shape event = levels.get(i).inverseEventShape(yielded);
      int kept = keptChannels(event.get(-1));
      if (kept == 0) {
        throw new IllegalArgumentException(
            "level %s has one channel, in the event shape %s, and cannot leave half of them"
                .formatted(i, event));
      }
      parts.add(0, withChannels(event, event.get(-1) - kept));
      yielded = withChannels(event, kept);
    }
    parts.add(0, levels.get(0).inverseEventShape(yielded));
    return parts;
  }

  private static int keptChannels(long channels) {
    return Math.toIntExact(channels / 2);
  }

  private static Shape withChannels(Shape event, long channels) {
    long[] sizes = event.asArray();
    sizes[sizes.length - 1] = channels;
    return Shape.of(sizes);
  }

  @Override
  public Mapped forward(GraphScope scope, Expr z) {
    List<Shape> shapes = parts(image, levels);
    List<Expr> flat =
        z.split(-1, shapes.stream().mapToInt(shape -> Math.toIntExact(shape.size())).toArray());
    Mapped x = Mapped.preservingVolume(z);
    for (int i = 0; i < levels.size(); i++) {
      Expr part = flat.get(i).reshape(shapes.get(i).prepend(Shape.UNKNOWN_SIZE).asArray());
      Expr event = i == 0 ? part : scope.concat(-1, List.of(x.value(), part));
      x = x.then(levels.get(i).forward(level(scope, i), event));
    }
    return x;
  }

  @Override
  public Mapped inverse(GraphScope scope, Expr x) {
    Mapped z = Mapped.preservingVolume(x);
    List<Expr> flat = new ArrayList<>();
    Expr yielded = x;
    for (int i = levels.size() - 1; i >= 0; i--) {
      z = z.then(levels.get(i).inverse(level(scope, i), yielded));
      Expr part = z.value();
      if (i > 0) {
        int channels = part.size(-1);
        int kept = keptChannels(channels);
        List<Expr> halves = part.split(-1, kept, channels - kept);
        yielded = halves.get(0);
        part = halves.get(1);
      }
      flat.add(0, part.reshape(-1, (long) part.places() * part.size(-1)));
    }
    return new Mapped(scope.concat(-1, flat), z.logDet());
  }

  @Override
  public boolean acceptsReals() {
    return levels.stream().allMatch(Bijector::acceptsReals);
  }

  @Override
  public boolean yieldsReals() {
    return levels.stream().allMatch(Bijector::yieldsReals);
  }

  @Override
  public boolean losesDigits() {
    return levels.stream().anyMatch(Bijector::losesDigits);
  }

  @Override
  public Shape forwardEventShape(Shape event) {
    return required(event, Shape.of(image.size()), image);
  }

  @Override
  public Shape inverseEventShape(Shape event) {
    return required(event, image, Shape.of(image.size()));
  }

  private static GraphScope level(GraphScope scope, int i) {
    return scope.sub("level_" + i);
  }

  private static Shape required(Shape event, Shape in, Shape out) {
    if (!event.equals(in)) {
      throw new IllegalArgumentException(
          "a multi-scale map from %s to %s cannot act on event shape %s".formatted(in, out, event));
    }
    return out;
  }
}
