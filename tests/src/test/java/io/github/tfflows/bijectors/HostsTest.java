package io.github.tfflows.bijectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.scalar.Exp;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.scalar.ScalarBijectors;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.bijectors.spline.RationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.AccuracyTable;
import io.github.tfflows.testing.Direction;
import io.github.tfflows.testing.Expect;
import io.github.tfflows.testing.ScalarBijectorContract;
import io.github.tfflows.testing.Values;
import io.github.tfflows.testing.Workbench;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tensorflow.ndarray.Shape;

/** Runs one scalar bijector of each structure in every host. */
@ExtendWith(AccuracyTable.class)
class HostsTest {
  private static final int ROWS = 3;
  private static final int PLACES = 4;
  private static final CircularRationalQuadratic CIRCLE = new CircularRationalQuadratic(5, 3);

  /**
   * Hosts depend only on the structure of a map: one map of each structure represents all. The
   * contract of scalar maps holds for each.
   */
  @TestFactory
  Stream<DynamicContainer> oneScalarBijectorOfEachStructure(AccuracyTable accuracy) {
    Set<Object> structures = new HashSet<>();
    return ScalarBijectors.all().stream()
        .filter(scalar -> structures.add(structure(scalar.map())))
        .map(scalar -> inHosts(scalar, accuracy));
  }

  @TestFactory
  @Tag("slow")
  Stream<DynamicContainer> everyScalarBijector(AccuracyTable accuracy) {
    return ScalarBijectors.all().stream().map(scalar -> inHosts(scalar, accuracy));
  }

  private static Object structure(ScalarBijector map) {
    return List.of(
        map.parameters() > 0,
        map.domain(),
        map.range(),
        map.monotonicity(Shape.of(1)),
        map.getClass().getPackageName());
  }

  private static DynamicContainer inHosts(ScalarBijectorContract scalar, AccuracyTable accuracy) {
    return dynamicContainer(
        scalar.map().toString(),
        Arrays.stream(Host.values())
            .map(host -> new Hosted(scalar, host))
            .filter(hosted -> !hosted.settings().isEmpty())
            .map(hosted -> dynamicContainer(hosted.toString(), tests(hosted, accuracy))));
  }

  private static Stream<DynamicContainer> tests(Hosted hosted, AccuracyTable accuracy) {
    return Stream.concat(
        hosted.holdsInFloat64(accuracy),
        Stream.of(
            dynamicContainer("is finite in float32", hosted.staysFiniteInFloat32()),
            dynamicContainer(
                "is a value",
                Stream.of(
                    dynamicTest("with equals", hosted::isAValue),
                    dynamicTest("inverted twice", hosted::invertedTwiceIsTheSame)))));
  }

  /** The rows of all places in one batch of vectors, each with the context of its image. */
  @ParameterizedTest
  @EnumSource(names = {"COUPLING", "AUTOREGRESSIVE"})
  void eachPlaceOfAnImageIsMappedAsAVector(Host host) {
    SplittableRandom random = new SplittableRandom(9);
    Values images = Values.gaussian(Shape.of(ROWS, 2, 2, 3), 1, random);
    Values context = Values.gaussian(Shape.of(ROWS, 2), 1, random);
    Values vectors = Values.of(Shape.of(ROWS * PLACES, 3), images.entries());
    try (Workbench bench = Workbench.float64()) {
      Expr image = bench.input("image", Shape.of(-1, 2, 2, 3));
      GraphScope atImages = bench.scope(bench.input("context", Shape.of(-1, 2)));
      Expr vector = bench.input("vector", Shape.of(-1, 3));
      GraphScope atVectors = bench.scope(bench.input("repeated", Shape.of(-1, 2)));
      for (Direction direction : Direction.values()) {
        Bijector map = host.of(new RationalQuadratic(4, 3));
        Mapped mapped = direction.build(map, atImages, image);
        Mapped each = direction.build(map, atVectors, vector);
        Map<String, Values> feeds = new LinkedHashMap<>(moved(bench));
        feeds.putAll(Map.of("image", images, "context", context));
        feeds.putAll(Map.of("vector", vectors, "repeated", context.repeatRows(PLACES)));
        Values expected = bench.fetch(each.value().reshape(-1, 2, 2, 3), feeds);
        assertTrue(bench.fetch(mapped.value(), feeds).distance(expected) <= 1e-14);
        Values sums = bench.fetch(each.logDet().reshape(-1, PLACES).sumLast(), feeds);
        assertTrue(bench.fetch(mapped.logDet(), feeds).distance(sums) <= 1e-14);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"COUPLING", "AUTOREGRESSIVE"})
  void aTurnOfAnyEntryLeavesTheOthersWhereTheyAre(Host host) {
    Values x = Values.gaussian(Shape.of(ROWS, 3), 1, new SplittableRandom(9));
    Values turns = Values.of(Shape.of(ROWS, 3), 6, 0, 0, 0, -12, 0, 6, 6, 60);
    try (Workbench bench = Workbench.float64()) {
      Expr fed = bench.input("x", Shape.of(-1, 3));
      for (Direction direction : Direction.values()) {
        Mapped y = direction.build(host.of(CIRCLE), bench.scope(), fed);
        Map<String, Values> feeds = new LinkedHashMap<>(moved(bench));
        feeds.put("x", x);
        Values here = bench.fetch(y.value(), feeds);
        Values log = bench.fetch(y.logDet(), feeds);
        feeds.put("x", x.plus(1, turns));
        assertTrue(bench.fetch(y.value(), feeds).distance(here.plus(1, turns)) <= 1e-12);
        assertTrue(bench.fetch(y.logDet(), feeds).distance(log) <= 1e-12);
      }
    }
  }

  /** Parameters drawn at random, away from the identity. */
  private static Map<String, Values> moved(Workbench bench) {
    SplittableRandom random = new SplittableRandom(4);
    return bench.gaussianParameters(0.5, random);
  }

  @Test
  void networksOfNumbersAreRefusedOnACircle() {
    Expect.rejected("periodic features", () -> new Coupling(CIRCLE, Mlp.of(4)));
    Expect.rejected("periodic features", () -> new MaskedAutoregressive(CIRCLE, Made.of(4)));
    Expect.rejected("periodic features", () -> new Coupling(CIRCLE.inverted(), Mlp.of(4)));
  }

  @Test
  void mapsWithoutParametersNeedNoNetwork() {
    try (Workbench bench = Workbench.float64()) {
      Expr x = bench.input("x", Shape.of(-1, 3));
      Expr theta = bench.scope().empty();
      Mapped alone = new Exp().forward(bench.scope(), x, theta);
      Mapped coupled = new Coupling(new Exp(), Mlp.of(4)).forward(bench.scope(), x);
      Mapped all = new MaskedAutoregressive(new Exp(), Made.of(4)).forward(bench.scope(), x);
      assertEquals(List.of(), bench.parameterNames());
      Map<String, Values> feeds = Map.of("x", Values.rows(Shape.of(3), -1, 0.5, 2));
      Values y = bench.fetch(alone.value(), feeds);
      assertEquals(0, bench.fetch(all.value(), feeds).distance(y));
      assertEquals(0, bench.fetch(coupled.value(), feeds).distance(y.with(0, -1)));
      assertEquals(2.5, bench.fetch(coupled.logDet(), feeds).at(0), 1e-15);
      assertEquals(1.5, bench.fetch(all.logDet(), feeds).at(0), 1e-15);
    }
  }
}
