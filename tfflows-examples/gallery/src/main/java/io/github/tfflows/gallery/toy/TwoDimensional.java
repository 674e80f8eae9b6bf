package io.github.tfflows.gallery.toy;

import io.github.tfflows.bijectors.linear.ActNorm;
import io.github.tfflows.bijectors.linear.InvertibleLinear;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.gallery.plot.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command {@code ex_2d}. */
@Command(
    name = "ex_2d",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fits a flow to points of the plane.",
      "Writes OUT/ex_2d.png (data, latent space, samples), OUT/ex_2d_density.png (the learned"
          + " density) and OUT/ex_2d_layers.png (the base, moved layer by layer)."
    })
public final class TwoDimensional implements Callable<Integer> {
  @Mixin private final ToyOptions options = new ToyOptions();

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      description = "Kind of layer: ${COMPLETION-CANDIDATES}.")
  private Layer layer = Layer.NSF_CL;

  @ArgGroup private Source source = new Source();

  @Option(
      names = "--convolve",
      description = "After each layer a learned linear map, W = PLU, as in Glow.")
  private boolean convolve;

  @Option(
      names = "--actnorm",
      description = "After each layer an activation normalization, set from the data.")
  private boolean actNorm;

  /** The distribution of the rows, by one of two options. */
  static final class Source {
    @Option(
        names = "--data",
        paramLabel = "NAME",
        description = "Distribution of the rows: ${COMPLETION-CANDIDATES}.")
    private ToyData data = ToyData.BLOBS;

    @Option(names = "--use-mixture", description = "The same as --data mixture.")
    private boolean useMixture;

    ToyData data() {
      return useMixture ? ToyData.MIXTURE : data;
    }
  }

  @Override
  public Integer call() throws IOException {
    Files.createDirectories(options.out);
    ToyFlow flow = ToyFlow.stack(2, options.flows, this::block);
    ToyRows rows = source.data().standardized(options.rows, options.seed);
    try (CompiledDistribution model = ToyTraining.fit(flow, rows, options)) {
      save(PlanePictures.samples(model, rows, options.seed), "ex_2d");
      save(PlanePictures.density(model, rows), "ex_2d_density");
      save(PlanePictures.layers(flow, model.weights(), options.seed), "ex_2d_layers");
    }
    return 0;
  }

  private void save(Picture picture, String name) throws IOException {
    System.out.println("Wrote " + picture.save(options.file(name)));
  }

  /** A layer and the maps after it, from the base to the data. */
  private List<ToyFlow.Step> block(int index) {
    List<ToyFlow.Step> block = new ArrayList<>();
    block.add(ToyFlow.Step.of(layer, 2));
    if (convolve) {
      block.add(new ToyFlow.Step("PLU", new InvertibleLinear(2, options.seed + index)));
    }
    if (actNorm) {
      block.add(new ToyFlow.Step("ActNorm", new ActNorm()));
    }
    return block;
  }
}
