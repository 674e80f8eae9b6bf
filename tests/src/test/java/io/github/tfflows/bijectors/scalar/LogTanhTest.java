package io.github.tfflows.bijectors.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.ScalarTrial;
import io.github.tfflows.testing.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTanhTest {
  private static final double END = 1.2;

  private static final double FACTOR = END / Math.pow(Math.cosh(END), 2);

  @Test
  void theSlopeIsContinuous() {
    List<Values> around =
        new ScalarTrial(new LogTanh(END))
            .run(Direction.FORWARD, END - 1e-9, END + 1e-9, -END, -END - 1e-9);
    for (int i = 0; i < 4; i++) {
      assertEquals(Math.log(FACTOR / END), around.get(1).at(i), 1e-8);
      assertEquals(Math.tanh(END), Math.abs(around.get(0).at(i)), 1e-8);
    }
  }
}
