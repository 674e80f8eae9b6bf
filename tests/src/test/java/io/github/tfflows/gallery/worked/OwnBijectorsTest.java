package io.github.tfflows.gallery.worked;

import io.github.tfflows.testing.BijectorCase;
import java.util.List;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.FieldSource;

/** The bijectors of the examples. */
@ParameterizedClass
@FieldSource("ALL")
class OwnBijectorsTest extends BijectorCase {
  static final List<BijectorCase> ALL =
      List.of(
          // Angles have no order.
          of("Rotation", event -> new Torus.Rotation())
              .parameters("angles")
              .hidingItsSense(event -> true)
              .startingAsIdentity()
              .entries((direction, random) -> Math.PI * (2 * random.nextDouble() - 1)),
          // Fading would have to stay positive for points farther out.
          of("Swirl", event -> new OwnBijector.Swirl())
              .parameters("turn fading")
              .vectors(2)
              .edges(0, -0.0, 1, -1, 3, -3)
              .saturatedBy(10));

  OwnBijectorsTest(BijectorCase each) {
    super(each);
  }
}
