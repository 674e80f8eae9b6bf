package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudentTailsTest {
  /** The density of a Gaussian's image falls as the Student-t's does, by a factor of √log. */
  @Test
  void aGaussianGetsTheTailOfAStudent() {
    List<Values> run = new ScalarTrial(new StudentTails(2, 5)).run(Direction.INVERSE, 1e5, 1e6);
    Values roots = run.get(0);
    Values logs = roots.map(root -> -root * root / 2).plus(1, run.get(1));
    double student = -(5 + 1) * Math.log(10);
    assertEquals(student, logs.at(1) - logs.at(0) + Math.log(roots.at(1) / roots.at(0)), 1e-6);
  }

  @Test
  void aMillionBecomesElevenAtTheUsualNumbers() {
    ScalarTrial usual = new ScalarTrial(new StudentTails(4, 4));
    Values found = usual.runInFloat32(Direction.INVERSE, 3.9, -1e6).get(0);
    assertEquals(3.9, found.at(0), 1e-6);
    assertEquals(-Math.sqrt(16 + 4 * Math.log1p((1e12 - 16) / 4)), found.at(1), 1e-5);
  }
}
