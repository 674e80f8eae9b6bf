package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/** Writes Spark's metadata, and then a SavedModel beside it, without which it is no model. */
final class ModelWriter extends MLWriter {
  private final Params model;
  private final ModelFiles files;

  ModelWriter(Params model, ModelFiles files) {
    this.model = model;
    this.files = files;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter.saveMetadata(model, path, sparkSession(), Option.empty(), Option.empty());
    try {
      files.write(path, sparkSession().sparkContext().hadoopConfiguration());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the model to " + path, e);
    }
  }
}
