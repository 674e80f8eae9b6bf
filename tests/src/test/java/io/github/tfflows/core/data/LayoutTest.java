package io.github.tfflows.core.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.bijectors.Blockwise;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.Identity;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.base.Joint;
import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.base.Uniform;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.testing.Expect;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

class LayoutTest {
  private static final Layout LAYOUT = Layout.of("point", Shape.of(2)).and("image", Shape.of(1, 3));

  private static final Rows POINTS = Rows.of(new float[][] {{1, 2}, {3, 4}});
  private static final Rows IMAGES = Rows.of(new float[] {5, 6, 7, 8, 9, 10}, 1, 3);

  @Test
  void namesBecomeVectorsAndBack() {
    Rows vectors = LAYOUT.joined(Map.of("image", IMAGES, "point", POINTS));
    assertEquals(Shape.of(5), vectors.eventShape());
    assertArrayEquals(new float[] {1, 2, 5, 6, 7, 3, 4, 8, 9, 10}, vectors.values());
    Map<String, Rows> parts = LAYOUT.split(vectors);
    assertEquals(List.of("point", "image"), List.copyOf(parts.keySet()));
    assertEquals(POINTS, parts.get("point"));
    assertEquals(IMAGES, parts.get("image"));
    Map<String, Rows> none = LAYOUT.split(Rows.of(new float[0], 5));
    none.forEach((name, rows) -> assertEquals(0, rows.count(), name));
  }

  /** A flow of two named parts, each with its base and its map. */
  @Test
  void drawsComeOutByName() {
    Map<String, Distribution> bases =
        Map.of("image", Uniform.cube(3, 2, 4), "point", StandardNormal.of(2));
    Map<String, Bijector> maps = Map.of("image", new Identity(), "point", new Exp());
    List<Bijector> inOrder = LAYOUT.ordered(maps);
    List<Integer> sizes = LAYOUT.parts().stream().map(part -> (int) part.shape().size()).toList();
    Blockwise map =
        new Blockwise(
            IntStream.range(0, sizes.size())
                .mapToObj(i -> new Blockwise.Part(sizes.get(i), inOrder.get(i)))
                .toList());
    Distribution flow = new TransformedDistribution(new Joint(LAYOUT.ordered(bases)), map);
    try (CompiledDistribution model = CompiledDistribution.compile(flow, 1)) {
      Map<String, Rows> drawn = LAYOUT.split(model.sampleAndLogProb(50, 1).x());
      for (float entry : LAYOUT.ordered(drawn).get(1).values()) {
        assertEquals(3, entry, 1);
      }
      for (float entry : LAYOUT.ordered(drawn).get(0).values()) {
        assertEquals(1, Math.signum(entry));
      }
    }
  }

  @Test
  void rejectsWhatDoesNotFit() {
    Expect.rejected("[a, a]", () -> Layout.of("a", Shape.of(1)).and("a", Shape.of(2)));
    Expect.rejected("[0]", () -> Layout.of("a", Shape.of(0)));
    Expect.rejected("names []", () -> new Layout(List.of()));
    Expect.rejected("[point, image]", () -> LAYOUT.joined(Map.of("point", POINTS)));
    Expect.rejected("pixels", () -> LAYOUT.ordered(Map.of("point", 1, "pixels", 2)));
    Expect.rejected(
        "2 rows of shape [1, 3] as image",
        () -> LAYOUT.joined(Map.of("point", POINTS, "image", IMAGES.slice(0, 1))));
    Expect.rejected(
        "as image",
        () -> LAYOUT.joined(Map.of("point", POINTS, "image", Rows.of(new float[6], 3))));
    Expect.rejected("5 entries", () -> LAYOUT.split(POINTS));
  }
}
