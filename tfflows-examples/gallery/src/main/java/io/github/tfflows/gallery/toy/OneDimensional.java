package io.github.tfflows.gallery.toy;

import io.github.tfflows.core.model.CompiledDistribution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code ex_1d}. */
@Command(
    name = "ex_1d",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fits a flow to two Gaussian peaks on a line.",
      "Writes OUT/ex_1d.png: the data, their latent space, samples and the learned map."
    })
public final class OneDimensional implements Callable<Integer> {
  @Mixin private final ToyOptions options = new ToyOptions();

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "Kind of layer: ${COMPLETION-CANDIDATES}.")
  private Layer layer = Layer.NSF_AR;

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(options.out);
    ToyFlow flow = ToyFlow.stack(1, options.flows, i -> List.of(ToyFlow.Step.of(layer, 1)));
    ToyRows data = ToyData.twoPeaks(options.rows, options.seed);
    try (CompiledDistribution model = ToyTraining.fit(flow, data, options)) {
      Path file = LinePicture.of(model, data, options.seed).save(options.file("ex_1d"));
      System.out.println("Wrote " + file);
    }
    return 0;
  }
}
