package io.github.tfflows.spark.model;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.tables.TableModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.fs.FileUtil;

/**
 * The models of this JVM by their keys. Each is loaded at its first use, and the most recently used
 * ones stay. The tasks of an executor share a model, which is safe for use by several threads. A
 * call runs on one thread, since Spark runs a task on every core.
 */
public final class LoadedModels {
  private static final int MOST = 8;

  private static final Map<String, TableModel> BY_KEY =
      new LinkedHashMap<>(MOST, 0.75f, true); // in the order of their use

  private LoadedModels() {}

  /** Returns a model, from its files if it is not loaded yet. */
  public static synchronized TableModel of(String key, ModelFiles files) {
    TableModel model = BY_KEY.computeIfAbsent(key, unused -> load(files));
    if (BY_KEY.size() > MOST) { // left to the garbage collector: tasks may still use it
      BY_KEY.remove(BY_KEY.keySet().iterator().next());
    }
    return model;
  }

  private static TableModel load(ModelFiles files) {
    NativeMemory.unlimited();
    try {
      Path directory = Files.createTempDirectory("tfflows-model-");
      try {
        files.unpack(directory);
        return TableModel.load(directory, Execution.defaults().withThreads(1));
      } finally {
        boolean unused = FileUtil.fullyDelete(directory.toFile());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load the model", e);
    }
  }
}
