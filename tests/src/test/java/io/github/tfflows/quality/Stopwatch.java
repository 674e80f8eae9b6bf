package io.github.tfflows.quality;

import java.lang.management.ManagementFactory;

/**
 * Measures seconds on the clock and of the CPU.
 *
 * @param began when it began, in nanoseconds
 * @param beganCpu the nanoseconds that all threads of this process had computed, native ones too
 */
record Stopwatch(long began, long beganCpu) {
  static Stopwatch start() {
    return new Stopwatch(System.nanoTime(), cpuTime());
  }

  /** The seconds since it began, those of the CPU last. */
  double[] read() {
    return new double[] {(System.nanoTime() - began) / 1e9, (cpuTime() - beganCpu) / 1e9};
  }

  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
