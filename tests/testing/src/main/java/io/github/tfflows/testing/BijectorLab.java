package io.github.tfflows.testing;

import io.github.tfflows.core.Bijector;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.Mapped;
import io.github.tfflows.testing.DifferentiatedMap.Part;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.tensorflow.ndarray.Shape;

/** Both directions of one bijector, built and differentiated in one float64 graph. */
final class BijectorLab implements AutoCloseable {
  static final int ROWS = 5;
  private static final String CONTEXT = "context";

  private final TestedBijector contract;
  private final Setting setting;
  private final Workbench bench = Workbench.float64();
  private final Optional<Expr> context;
  private final List<String> namesOfForward;
  private final Side forward;
  private final Side inverse;

  /** One direction: its result and the derivatives. */
  private record Side(Mapped mapped, DifferentiatedMap map) {}

  BijectorLab(TestedBijector contract, Setting setting) {
    this.contract = contract;
    this.setting = setting;
    this.context =
        setting.contextSize() == 0
            ? Optional.empty()
            : Optional.of(bench.input(CONTEXT, Shape.of(-1, setting.contextSize())));
    Expr x = input(Direction.FORWARD);
    Expr y = input(Direction.INVERSE);
    GraphScope scope = context.map(bench::scope).orElseGet(bench::scope);
    Mapped there = bijector().forward(scope, x);
    this.namesOfForward = bench.parameterNames();
    Mapped back = bijector().inverse(scope, y);
    this.forward = new Side(there, differentiate(Direction.FORWARD, x, there));
    this.inverse = new Side(back, differentiate(Direction.INVERSE, y, back));
  }

  private Expr input(Direction direction) {
    return bench.input(direction.toString(), eventOf(direction).prepend(-1));
  }

  private DifferentiatedMap differentiate(Direction direction, Expr x, Mapped y) {
    Map<String, Expr> inputs = new LinkedHashMap<>();
    inputs.put(direction.toString(), x);
    context.ifPresent(fed -> inputs.put(CONTEXT, fed));
    Map<Part, Expr> parts = Map.of(Part.VALUE, y.value(), Part.LOG, y.logDet());
    return new DifferentiatedMap(bench, direction.toString(), parts, inputs);
  }

  private Side side(Direction direction) {
    return direction == Direction.FORWARD ? forward : inverse;
  }

  Bijector bijector() {
    return contract.bijector(setting.event());
  }

  Workbench bench() {
    return bench;
  }

  /** Returns the parameters before the second direction was built. */
  List<String> namesOfForward() {
    return namesOfForward;
  }

  DifferentiatedMap map(Direction direction) {
    return side(direction).map();
  }

  /** Returns the shape of the inputs of a direction. */
  Shape eventOf(Direction direction) {
    return direction == Direction.FORWARD
        ? setting.event()
        : bijector().forwardEventShape(setting.event());
  }

  /** Draws parameters, context and inputs of both directions. */
  Map<String, Values> feeds(int trial) {
    SplittableRandom random = new SplittableRandom(1 + trial);
    Map<String, Values> feeds =
        bench.parameters(
            (name, shape) -> Values.zeros(shape).map(at -> contract.parameter(name, random)));
    if (setting.contextSize() > 0) {
      feeds.put(CONTEXT, Values.gaussian(Shape.of(ROWS, setting.contextSize()), 1, random));
    }
    for (Direction direction : Direction.values()) {
      Values zeros = Values.zeros(eventOf(direction).prepend(ROWS));
      Values entries = zeros.map(at -> contract.entry(direction, random));
      feeds.put(
          direction.toString(),
          entries.mapRows(row -> contract.point(direction, eventOf(direction), row)));
    }
    return feeds;
  }

  /** Runs a direction at the fed input. */
  Pushed push(Direction direction, Map<String, Values> feeds) {
    Mapped at = side(direction).mapped();
    List<Values> run = bench.fetchAll(List.of(at.value(), at.logDet()), feeds);
    return new Pushed(run.get(0), run.get(1));
  }

  /** The result of a run of a direction. */
  record Pushed(Values value, Values logDet) {}

  List<double[][]> jacobians(Direction direction, Map<String, Values> feeds) {
    return map(direction)
        .jacobians(direction.toString(), List.of(direction.toString(), CONTEXT), feeds);
  }

  /**
   * Returns the logarithm of the factor by which a direction changes volumes of the free entries.
   */
  double[] logVolumes(Direction direction, Map<String, Values> feeds) {
    List<double[][]> jacobians = jacobians(direction, feeds);
    if (direction == Direction.FORWARD) {
      return jacobians.stream().mapToDouble(f -> Matrices.logVolume(onFree(f))).toArray();
    }
    if (free(Direction.INVERSE).length == eventOf(Direction.FORWARD).size()
        && eventOf(Direction.INVERSE).size() == eventOf(Direction.FORWARD).size()) {
      return jacobians.stream().mapToDouble(Matrices::logVolume).toArray();
    }
    // An inverse from a surface changes volume along that surface only: the volume of both maps in
    // succession over that of the first one.
    Map<String, Values> onward = new LinkedHashMap<>(feeds);
    onward.put(Direction.FORWARD.toString(), push(Direction.INVERSE, feeds).value());
    List<double[][]> there = jacobians(Direction.FORWARD, onward);
    int[] free = free(Direction.FORWARD);
    return IntStream.range(0, there.size())
        .mapToDouble(
            i -> {
              double[][] through = Matrices.product(jacobians.get(i), there.get(i));
              return Matrices.logVolume(Matrices.part(through, free, free))
                  - Matrices.logVolume(onFree(there.get(i)));
            })
        .toArray();
  }

  private double[][] onFree(double[][] jacobian) {
    return Matrices.part(jacobian, free(Direction.INVERSE), free(Direction.FORWARD));
  }

  private int[] free(Direction direction) {
    return contract.free(direction, eventOf(direction));
  }

  @Override
  public String toString() {
    return bijector() + " on " + setting;
  }

  @Override
  public void close() {
    bench.close();
  }
}
