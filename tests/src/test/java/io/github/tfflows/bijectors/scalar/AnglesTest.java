package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Maps of angles, whose slopes vanish at both ends. */
class AnglesTest {
  /** Each with points at its ends and beyond them. */
  static final List<Arguments> MAPS =
      List.of(
          arguments(new Cosine(), new double[] {-1, 4, Math.PI}),
          arguments(new Sine(), new double[] {-2, 2, Math.PI / 2}));

  /** The slope at distance {@code δ} from an end is {@code δ} for small ones. */
  @ParameterizedTest
  @FieldSource("MAPS")
  void slopesAreBoundedAtTheEnds(ScalarBijector map, double... ends) {
    double least = 0.5 * Math.log(2 * Math.ulp(1.0));
    new ScalarTrial(map).expectLogSlopes(1e-8, ends, least, least, least);
    ScalarTrial.expect(
        1e-8, new ScalarTrial(map).run(Direction.INVERSE, -1, 1.5).get(1), -least, -least);
  }
}
