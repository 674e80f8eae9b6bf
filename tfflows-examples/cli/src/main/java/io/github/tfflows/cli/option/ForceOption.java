package io.github.tfflows.cli.option;

import io.github.tfflows.core.model.ExportOptions;
import picocli.CommandLine.Option;

/** The option to replace what is at the place of an output. */
public final class ForceOption {
  @Option(names = "--force", description = "Replace an existing file or model.")
  private boolean force;

  public ExportOptions.Existing existing() {
    return force ? ExportOptions.Existing.REPLACE : ExportOptions.Existing.KEEP;
  }
}
