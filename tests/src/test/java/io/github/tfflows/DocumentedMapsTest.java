package io.github.tfflows;

import io.github.tfflows.bijectors.monotone.IncreasingMap;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** The maps in overviews of packages and the layer of the guide pass their contract. */
@ParameterizedClass
@MethodSource("shown")
record DocumentedMapsTest(ScalarBijector map) implements ScalarBijectorContract {
  private static final String SQUAREPLUS = "com.example.consumer.Squareplus";

  static Stream<ScalarBijector> shown() {
    Path source = Path.of("consumer/src/main/java", SQUAREPLUS.replace('.', '/') + ".java");
    return Stream.of(
            DocumentedClass.of(ScalarBijector.class.getPackage()),
            DocumentedClass.of(IncreasingMap.class.getPackage()),
            DocumentedClass.of(source, SQUAREPLUS))
        .map(type -> (ScalarBijector) DocumentedClass.made(type));
  }

  @Override
  public double image(double x) {
    return map.getClass().getName().equals(SQUAREPLUS) ? (x + Math.sqrt(x * x + 1)) / 2 : x;
  }
}
