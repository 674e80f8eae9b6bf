package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.gallery.architectures.Architecture;
import io.github.tfflows.tables.serving.TableSignatureTest;
import io.github.tfflows.testing.ChildJvm;
import io.github.tfflows.testing.TestRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Equal models are exported as equal bytes in two processes: some collections of Java have another
 * order in each.
 */
@Tag("training")
class EqualExportsTest {
  @TempDir Path folder;

  /** Exports a flow, two with loops, and a table model into a folder. */
  static final class Exporting {
    public static void main(String[] arguments) throws IOException {
      Path folder = Path.of(arguments[0]);
      Data rows = Data.of(TestRows.gaussian(5, 3, 1));
      ExportOptions options =
          ExportOptions.defaults()
              .withWarmUp(rows)
              .describing("b", "1")
              .describing("a", "2")
              .describing("c", "3");
      try (CompiledDistribution flow = CompiledDistribution.compile(splines(), 1)) {
        flow.export(folder.resolve("flow"), options);
      }
      for (Distribution each : List.of(Flows.maf(30, 2, Made.of(8)), Architecture.FFJORD.of(2))) {
        try (CompiledDistribution model = CompiledDistribution.compile(each, 1)) {
          model.export(folder.resolve("loops" + each.eventShape().size()));
        }
      }
      try (TableModel table = table().fit()) {
        table.export(folder.resolve("table"));
      }
    }
  }

  private static Distribution splines() {
    return Flows.neuralSplineCoupling(3, 2, new RationalQuadratic(4, 3), Mlp.of(8));
  }

  private static TableFit table() {
    RationalQuadratic spline = new RationalQuadratic(4, 5);
    return TableFit.of(TableSignatureTest.rows())
        .givenAny()
        .withFlow("splines", d -> Flows.permutedSplines(d, 1, spline, ResidualMade.of(16, 1)))
        .withTraining(usual -> usual.withSteps(2).withMembers(1));
  }

  private static Map<String, byte[]> files(Path target) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(target)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(target.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void equalModelsAreEqualBytes() throws Exception {
    Path here = Files.createDirectory(folder.resolve("here"));
    Exporting.main(new String[] {here.toString()});
    Path there = Files.createDirectory(folder.resolve("there"));
    ChildJvm.Outcome outcome = ChildJvm.run(Exporting.class, entry -> true, there.toString());
    assertEquals(0, outcome.status(), () -> String.join("\n", outcome.lines()));
    Map<String, byte[]> one = files(here);
    Map<String, byte[]> other = files(there);
    assertEquals(one.keySet(), other.keySet());
    one.forEach((file, bytes) -> assertArrayEquals(bytes, other.get(file), file));
  }
}
