package io.github.tfflows.serve;

import io.github.tfflows.core.base.DiagonalNormal;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.serve.model.CallPolicy;
import io.github.tfflows.serve.model.ServedModels;
import io.github.tfflows.serve.option.RequestLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Models of one normal number, of the deviation one. */
public final class NormalModel {
  private NormalModel() {}

  /** Exports the model of a mean, in place of an earlier one. */
  public static void export(Path directory, double mean) throws IOException {
    try (CompiledDistribution normal =
        CompiledDistribution.compile(DiagonalNormal.fixed(List.of(mean), List.of(1.0)), 1)) {
      normal.export(directory, ExportOptions.defaults().replacing());
    }
  }

  /** Opens the models of a folder, whose calls run at once. */
  public static ServedModels opened(Path folder) throws IOException {
    return ServedModels.open(
        folder,
        new CallPolicy(
            Execution.defaults(), RequestLimits.defaults(), Runnable::run, CallPolicy.Events.NONE));
  }
}
