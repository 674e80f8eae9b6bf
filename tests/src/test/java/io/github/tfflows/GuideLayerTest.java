package io.github.tfflows;

import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.testing.ScalarBijectorContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;

/** The layer of the guide passes the contract of scalar bijectors. */
class GuideLayerTest implements ScalarBijectorContract {
  private static final Class<?> SHOWN = compiled();

  private static Class<?> compiled() {
    try {
      Path folder = Files.createTempDirectory("layer");
      CompiledSources.into(
          folder, Path.of("consumer/src/main/java/com/example/consumer/Squareplus.java"));
      try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
        return loader.loadClass("com.example.consumer.Squareplus");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ClassNotFoundException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Override
  public ScalarBijector map() {
    try {
      return (ScalarBijector) SHOWN.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  @Override
  public double image(double x) {
    return (x + Math.sqrt(x * x + 1)) / 2;
  }
}
