package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads a SavedModel that Spark wrote, or any other program of this library.
 *
 * @param <M> the kind of model
 */
final class ModelReader<M extends ScoringModel<M>> extends MLReader<M> {
  private final Class<M> type;
  private final BiFunction<String, ModelFiles, M> made;

  ModelReader(Class<M> type, BiFunction<String, ModelFiles, M> made) {
    this.type = type;
    this.made = made;
  }

  @Override
  public M load(String path) {
    Configuration configuration = sparkSession().sparkContext().hadoopConfiguration();
    try {
      ModelFiles files = ModelFiles.read(path, configuration);
      Path metadata = new Path(path, ModelFiles.METADATA);
      if (!metadata.getFileSystem(configuration).exists(metadata)) {
        return made.apply(Identifiable$.MODULE$.randomUID(type.getSimpleName()), files);
      }
      DefaultParamsReader.Metadata written =
          DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
      M model = made.apply(written.uid(), files);
      written.getAndSetParams(model, written.getAndSetParams$default$2());
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model in " + path, e);
    }
  }
}
