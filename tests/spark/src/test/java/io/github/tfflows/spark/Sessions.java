package io.github.tfflows.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.VectorUDT;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** A session and rows for tests. */
final class Sessions {
  private static final StructType BENT =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("x0", DataTypes.DoubleType)
          .add("x1", DataTypes.FloatType)
          .add("features", new VectorUDT());

  static SparkSession open() {
    return SparkSession.builder().getOrCreate();
  }

  /** A standard normal number, and one around its square. */
  static Dataset<Row> bent(SparkSession spark, int count, long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      double x0 = (float) random.nextGaussian();
      float x1 = (float) (x0 * x0 + 0.3 * random.nextGaussian());
      rows.add(RowFactory.create(i, x0, x1, Vectors.dense(x0, x1)));
    }
    return spark.createDataFrame(rows, BENT).repartition(3);
  }

  private Sessions() {}
}
