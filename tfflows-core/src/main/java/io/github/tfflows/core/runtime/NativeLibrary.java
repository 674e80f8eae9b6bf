package io.github.tfflows.core.runtime;

import io.github.tfflows.core.graph.GraphScope;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** Checks of TensorFlow's native library and its devices. */
public final class NativeLibrary {
  private static final String MISSING =
      """
      TensorFlow's native library is not on the class path. Add the one of your platform, for example

          <dependency>
            <groupId>org.tensorflow</groupId>
            <artifactId>tensorflow-core-native</artifactId>
            <version>1.1.0</version>
            <classifier>linux-x86_64</classifier>
            <scope>runtime</scope>
          </dependency>

      with the classifier linux-x86_64, linux-x86_64-gpu, linux-arm64, macosx-arm64 or windows-x86_64.""";

  private static final String PACKED =
      """
      TensorFlow's native library cannot be unpacked to %s or %s: %s
      The system property org.bytedeco.javacpp.cachedir names another folder.""";

  private static final String UNLOADABLE =
      """
      TensorFlow's native library cannot be loaded: %s
      Its folder must have all its files (0.7 GB), for this platform, and allow programs to run (no mount option noexec).
      The system property org.bytedeco.javacpp.cachedir names another folder to unpack them to.""";

  /** The beginning of JavaCPP's message where there is no file of the library. */
  private static final String NOWHERE = "Could not find ";

  /**
   * The largest block that raises glibc's thresholds: 32 MiB, less its header and rounding to
   * pages.
   */
  private static final long LARGE_BLOCK = (32L << 20) - (64L << 10);

  /** The reason of the first failure, since the error of a later call has lost its cause. */
  private static @Nullable String failure;

  private static @Nullable Boolean gpuSeen;

  /**
   * Loads TensorFlow.
   *
   * @throws IllegalStateException if there is no native library (the message names the dependency
   *     to add), or it cannot be unpacked or loaded (the message names the property for another
   *     folder)
   */
  public static synchronized void require() {
    try {
      String unused = TensorFlow.version();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      failure = failure == null ? reason(e.getCause()) : failure;
      throw new IllegalStateException(failure, e);
    }
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof IOException unpacking) {
      return packed(unpacking);
    }
    return cause instanceof UnsatisfiedLinkError file
            && !String.valueOf(file.getMessage()).startsWith(NOWHERE)
        ? UNLOADABLE.formatted(file.getMessage())
        : MISSING;
  }

  private static String packed(IOException failure) {
    return PACKED.formatted(
        Path.of(System.getProperty("user.home"), ".javacpp", "cache"),
        System.getProperty("java.io.tmpdir"),
        failure.getMessage());
  }

  /**
   * Raises glibc's trim threshold for the whole process, so that it keeps up to 64 MiB of freed
   * memory in each arena. Otherwise glibc returns memory to the system at the end of a training
   * step and gets it back page by page in the next, which makes steps a fifth slower. The threshold
   * follows the largest block that a process has freed, unless the user has set it (mallopt(3),
   * M_MMAP_THRESHOLD). This block is never written to, so it occupies no memory.
   */
  public static void keepFreedMemory() {
    Pointer.free(Pointer.malloc(LARGE_BLOCK));
  }

  /**
   * Returns whether TensorFlow sees a usable GPU. The first session of a process determines its
   * GPUs, so this is checked once.
   *
   * @param config the configuration of that session
   */
  static synchronized boolean seesGpu(Supplier<ConfigProto.Builder> config) {
    if (gpuSeen == null) {
      gpuSeen = runsOnGpu(config.get().setAllowSoftPlacement(false).build());
    }
    return gpuSeen;
  }

  /** Checks that an op can be placed on the first GPU. */
  public static void requireGpu(Supplier<ConfigProto.Builder> config) {
    if (!seesGpu(config)) {
      throw new IllegalStateException(
          "Device.GPU was requested, but TensorFlow sees no GPU; it needs the classifier"
              + " linux-x86_64-gpu of tensorflow-core-native, an NVIDIA driver, CUDA 12 and"
              + " cuDNN 9");
    }
  }

  private static boolean runsOnGpu(ConfigProto config) {
    try (Graph graph = new Graph();
        Session session = new Session(graph, config)) {
      Ops tf = GraphScope.ops(graph);
      Ops gpu =
          tf.withDevice(
              DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(0).build());
      session.run(gpu.identity(tf.constant(1f)));
      return true;
    } catch (TFInvalidArgumentException | TensorFlowException e) {
      return false;
    }
  }

  private NativeLibrary() {}
}
