package com.example.scoring;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.serve.stream.FlinkScoring;
import io.github.tfflows.serve.stream.ScoredRow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;

/** The part of the guide to serving about Flink. */
class Orders {
  /** An order. */
  public static class Order {
    public double price;
    public double carat;
    public String cut = "";
  }

  static void score(
      DataStream<Order> orders,
      Sink<ScoredRow<Order>> deadLetters,
      Sink<ScoredRow<Order>> anomalies,
      Sink<ScoredRow<Order>> checked) {
    DataStream<ScoredRow<Order>> scored =
        AsyncDataStream.unorderedWait(
            orders,
            new FlinkScoring<>(
                Path.of("/models/orders"),
                Execution.defaults(),
                Duration.ofSeconds(5), // between two checks for a new version
                order -> Map.of("price", order.price, "carat", order.carat, "cut", order.cut)),
            1, TimeUnit.MINUTES,
            256);
    scored.filter(row -> !row.isSuitable()).sinkTo(deadLetters);
    scored.filter(row -> row.isSuitable() && row.isAnomaly(0.001)).sinkTo(anomalies);
    scored.filter(row -> !row.isAnomaly(0.001)).sinkTo(checked);
  }

  private Orders() {}
}
