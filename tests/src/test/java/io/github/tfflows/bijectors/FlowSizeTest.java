package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;

class FlowSizeTest {
  @Test
  void growsWithTheNumberOfRows() {
    assertEquals(new FlowSize(2, 64, 1), FlowSize.forData(999));
    assertEquals(new FlowSize(3, 64, 2), FlowSize.forData(1_000));
    assertEquals(new FlowSize(3, 128, 2), FlowSize.forData(100_000));
  }

  @Test
  void rejectsEmptyTablesAndFlows() {
    Expect.rejected("got 0", () -> FlowSize.forData(0));
    Expect.rejected("got 0", () -> Flows.forData(0, 3));
    Expect.rejected("got 1, 0 and 2", () -> new FlowSize(1, 0, 2));
  }
}
