package io.github.tfflows.gallery.toy;

import io.github.tfflows.bijectors.ActNorm;
import io.github.tfflows.bijectors.InvertibleLinear;
import io.github.tfflows.core.CompiledDistribution;
import io.github.tfflows.core.Rows;
import io.github.tfflows.gallery.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code ex_2d}. */
@Command(
    name = "ex_2d",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Fits a flow to points of the plane.",
      "Writes OUT/ex_2d.png (data, latent space, samples), OUT/ex_2d_density.png (the learned"
          + " density) and OUT/ex_2d_layers.png (the base as layer after layer moves it)."
    })
public final class TwoDimensional implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Mixin private final ToyOptions options = new ToyOptions();

  @Option(
      names = "--flow",
      paramLabel = "NAME",
      converter = Layer.Name.class,
      completionCandidates = Layer.Names.class,
      description = "Kind of layer: ${COMPLETION-CANDIDATES}.")
  private Layer layer = Layer.NSF_CL;

  @Option(
      names = "--data",
      paramLabel = "NAME",
      converter = ToyData.Name.class,
      completionCandidates = ToyData.Names.class,
      description = "What to learn: ${COMPLETION-CANDIDATES}. Without it, blobs.")
  private @Nullable ToyData data;

  @Option(names = "--use-mixture", description = "The same as --data mixture.")
  private boolean useMixture;

  @Option(
      names = "--convolve",
      description = "After each layer a learned linear map, W = PLU, as in Glow.")
  private boolean convolve;

  @Option(
      names = "--actnorm",
      description = "After each layer an activation normalisation, set from the data.")
  private boolean actNorm;

  /** Makes a command with the default options. */
  public TwoDimensional() {}

  @Override
  public Integer call() throws IOException {
    options.check(command);
    Files.createDirectories(options.out);
    ToyFlow flow = ToyFlow.stack(2, options.flows, this::block);
    float[][] rows = chosenData().standardized(options.rows, options.seed);
    try (CompiledDistribution model = ToyTraining.fit(flow, rows, options)) {
      String title = "%d x %s on the plane".formatted(options.flows, layer);
      PlanePictures pictures = new PlanePictures(title, Rows.of(rows), options.seed);
      System.out.println("Wrote " + pictures.samples(model).save(options.file("ex_2d")));
      System.out.println("Wrote " + pictures.density(model).save(options.file("ex_2d_density")));
      System.out.println(
          "Wrote " + pictures.layers(flow, model.weights()).save(options.file("ex_2d_layers")));
    }
    return 0;
  }

  private ToyData chosenData() {
    if (useMixture && data != null && data != ToyData.MIXTURE) {
      throw Limits.rejected(command, "--use-mixture and --data " + data + " exclude each other");
    }
    if (useMixture) {
      return ToyData.MIXTURE;
    }
    return data == null ? ToyData.BLOBS : data;
  }

  /** A layer and what follows it, from the base to the data. */
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
