package io.github.tfflows.core;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.types.TInt64;

/** The tensors that one run of a graph is fed with. */
record Feed(Map<String, Tensor> tensors) implements AutoCloseable {
  /** A batch of rows. */
  static Feed of(Data batch, Precision precision) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("x", tensor(batch.x(), precision));
    if (batch.context().size() > 0) {
      tensors.put("context", tensor(batch.context(), precision));
    }
    return new Feed(tensors);
  }

  /** The seed of a batch of draws. */
  static Feed ofSeed(long seed, long stream) {
    return new Feed(Map.of("seed", TInt64.vectorOf(seed, stream)));
  }

  private static Tensor tensor(Rows rows, Precision precision) {
    return precision.tensor(rows.values(), rows.eventShape().prepend(rows.count()));
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
