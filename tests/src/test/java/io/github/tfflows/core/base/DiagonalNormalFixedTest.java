package io.github.tfflows.core.base;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.testing.DistributionContract;
import java.util.stream.IntStream;

class DiagonalNormalFixedTest implements DistributionContract {
  @Override
  public Distribution distribution(int d) {
    return DiagonalNormal.fixed(
        IntStream.range(0, d).mapToObj(i -> 1.0 - i).toList(),
        IntStream.range(0, d).mapToObj(i -> 0.5 + i).toList());
  }
}
