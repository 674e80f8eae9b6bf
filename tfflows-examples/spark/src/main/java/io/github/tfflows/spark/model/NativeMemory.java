package io.github.tfflows.spark.model;

/** The limit of native memory, which TensorFlow manages itself. */
public final class NativeMemory {
  private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /**
   * Lifts JavaCPP's limit of four times the heap, unless it is set. It counts the memory of the
   * whole process, with files that are mapped. Has to be called before TensorFlow is loaded.
   */
  public static void unlimited() {
    if (System.getProperty(LIMIT) == null) {
      System.setProperty(LIMIT, "0");
    }
  }

  private NativeMemory() {}
}
