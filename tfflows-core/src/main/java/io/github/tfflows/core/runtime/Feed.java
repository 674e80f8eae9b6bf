package io.github.tfflows.core.runtime;

import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Precision;
import java.util.LinkedHashMap;
import java.util.Map;
import org.tensorflow.Tensor;
import org.tensorflow.types.TInt64;

/** The tensors that one run of a graph is fed with. */
public record Feed(Map<String, Tensor> tensors) implements AutoCloseable {
  public static final String WEIGHT = "weight";

  public static Feed of(Data batch, Precision precision) {
    Feed feed = of("x", batch.x(), batch.context(), precision);
    if (batch.isWeighted()) {
      feed.tensors.put(WEIGHT, tensor(batch.weights(), precision));
    }
    return feed;
  }

  /** Feeds rows under the name of their input, and a context unless it has no columns. */
  public static Feed of(String input, Rows points, Rows context, Precision precision) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(input, tensor(points, precision));
    if (context.size() > 0) {
      tensors.put("context", tensor(context, precision));
    }
    return new Feed(tensors);
  }

  public static Feed ofSeed(long seed, long stream) {
    return new Feed(Map.of("seed", TInt64.vectorOf(seed, stream)));
  }

  private static Tensor tensor(Rows rows, Precision precision) {
    return Tensors.of(precision, rows.eventShape().prepend(rows.count()), rows.values());
  }

  @Override
  public void close() {
    tensors.values().forEach(Tensor::close);
  }
}
