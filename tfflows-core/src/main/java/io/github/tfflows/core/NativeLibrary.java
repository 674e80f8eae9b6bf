package io.github.tfflows.core;

import org.tensorflow.DeviceSpec;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** What must be there before a graph can run. */
final class NativeLibrary {
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

  /**
   * Loads TensorFlow.
   *
   * @throws IllegalStateException if there is no native library, naming the dependency to add
   */
  static void require() {
    try {
      String unused = TensorFlow.version();
    } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
      throw new IllegalStateException(MISSING, e);
    }
  }

  /**
   * Checks that an op can be placed on the first GPU.
   *
   * @throws IllegalStateException if TensorFlow sees none
   */
  static void requireGpu() {
    try (Graph graph = new Graph();
        Session session = new Session(graph, ConfigProto.getDefaultInstance())) {
      Ops tf = Ops.create(graph);
      Ops gpu =
          tf.withDevice(
              DeviceSpec.newBuilder().deviceType(DeviceSpec.DeviceType.GPU).deviceIndex(0).build());
      session.run(gpu.identity(tf.constant(1f)));
    } catch (TFInvalidArgumentException e) {
      throw new IllegalStateException(
          "Device.GPU was asked for, but TensorFlow sees no GPU; it needs the classifier"
              + " linux-x86_64-gpu of tensorflow-core-native, an NVIDIA driver, CUDA 12 and"
              + " cuDNN 9",
          e);
    }
  }

  private NativeLibrary() {}
}
