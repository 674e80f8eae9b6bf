package io.github.tfflows.bijectors;

import io.github.tfflows.core.graph.Require;

/**
 * The size of a flow of networks.
 *
 * @param layers the number of coupling or autoregressive layers, at least one
 * @param hidden the number of units of a hidden layer, at least one
 * @param blocks the number of blocks of a residual network, at least one, of two hidden layers each
 */
public record FlowSize(int layers, int hidden, int blocks) {
  private static final int FEW_ROWS = 1_000;
  private static final int MANY_ROWS = 100_000;

  public FlowSize {
    Require.atLeast("layers", layers, 1);
    Require.atLeast("hidden", hidden, 1);
    Require.atLeast("blocks", blocks, 1);
  }

  /**
   * Returns the measured best size for a table: 2 layers of 64 units and one block below 1,000
   * rows, otherwise 3 layers of 64 units and 2 blocks, with 128 units from 100,000 rows.
   */
  public static FlowSize forData(int rows) {
    Require.atLeast("rows", rows, 1);
    return rows < FEW_ROWS
        ? new FlowSize(2, 64, 1)
        : new FlowSize(3, rows < MANY_ROWS ? 64 : 128, 2);
  }
}
