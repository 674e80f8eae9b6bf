package io.github.tfflows.spark.model;

/** The limit of native memory, which TensorFlow manages itself. */
public final class NativeMemory {
  private static final String LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";

  /**
   * Removes JavaCPP's limit of four times the heap, which counts the memory of the whole process
   * and mapped files, unless the user has set it. Call this before TensorFlow is loaded.
   */
  public static void unlimited() {
    if (System.getProperty(LIMIT) == null) {
      System.setProperty(LIMIT, "0");
    }
  }

  private NativeMemory() {}
}
