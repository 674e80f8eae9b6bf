package io.github.tfflows.spark.model;

import org.apache.spark.sql.SparkSession;

/** The serialization of Spark. */
public final class Serialization {
  private static final String SERIALIZER = "spark.serializer";

  /** Requires Java's serialization: Kryo ignores the methods for it, and cannot create records. */
  public static void require(SparkSession spark) {
    String found = spark.sparkContext().getConf().get(SERIALIZER, "");
    if (found.contains("Kryo")) {
      throw new IllegalArgumentException(
          "%s is %s; expected Spark's default, org.apache.spark.serializer.JavaSerializer"
              .formatted(SERIALIZER, found));
    }
  }

  private Serialization() {}
}
