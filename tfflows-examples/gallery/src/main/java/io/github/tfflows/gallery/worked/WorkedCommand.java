package io.github.tfflows.gallery.worked;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code worked}. */
@Command(
    name = "worked",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a worked example: prints its results next to the true values, and draws them.",
      "Writes OUT/worked/NAME.png. Without a name it lists the examples."
    })
public final class WorkedCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Which: ${COMPLETION-CANDIDATES}.")
  private @Nullable Example example;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write; by default ${DEFAULT-VALUE}.")
  private Path out = Path.of("out");

  @Override
  public Integer call() throws IOException {
    if (example == null) {
      System.out.println(Example.list());
      return 0;
    }
    Findings findings = example.run();
    System.out.println(findings);
    Path file = out.resolve("worked").resolve(example + ".png");
    System.out.println("Wrote " + findings.picture().save(file));
    return 0;
  }
}
