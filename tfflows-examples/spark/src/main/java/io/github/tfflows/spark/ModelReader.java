package io.github.tfflows.spark;

import io.github.tfflows.spark.model.ModelFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;

/**
 * Reads a SavedModel that Spark or any other program of this library wrote. Parameters are read if
 * a stage of the same kind wrote them.
 */
final class ModelReader<M extends FlowStage<M>> extends MLReader<M> {
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
      Optional<DefaultParamsReader.Metadata> written =
          metadata(path, configuration)
              .filter(metadata -> metadata.className().equals(type.getName()));
      if (written.isEmpty()) {
        return made.apply(Identifiable$.MODULE$.randomUID(type.getSimpleName()), files);
      }
      M model = made.apply(written.get().uid(), files);
      written.get().getAndSetParams(model, written.get().getAndSetParams$default$2());
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the model in " + path, e);
    }
  }

  private Optional<DefaultParamsReader.Metadata> metadata(String path, Configuration configuration)
      throws IOException {
    Path metadata = new Path(path, ModelFiles.METADATA);
    return metadata.getFileSystem(configuration).exists(metadata)
        ? Optional.of(DefaultParamsReader.loadMetadata(path, sparkSession(), ""))
        : Optional.empty();
  }
}
