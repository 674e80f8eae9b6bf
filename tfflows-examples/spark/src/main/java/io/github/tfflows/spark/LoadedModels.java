package io.github.tfflows.spark;

import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The models of this JVM. Each is loaded at its first use and stays for the life of the JVM: the
 * tasks of an executor share it, since a model may be called by many threads at once. It has one
 * thread for each call, for Spark already keeps every core busy with a task.
 */
final class LoadedModels {
  private static final Map<String, CompiledDistribution> BY_FOLDER = new ConcurrentHashMap<>();

  private LoadedModels() {}

  static CompiledDistribution at(String folder) {
    return BY_FOLDER.computeIfAbsent(folder, LoadedModels::load);
  }

  static int count() {
    return BY_FOLDER.size();
  }

  private static CompiledDistribution load(String folder) {
    try {
      return CompiledDistribution.load(Path.of(folder), Execution.defaults().withThreads(1));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot load the model in " + folder, e);
    }
  }
}
