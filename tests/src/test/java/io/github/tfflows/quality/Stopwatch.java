package io.github.tfflows.quality;

import java.lang.management.ManagementFactory;

/**
 * Measures seconds on the clock and of the CPU.
 *
 * @param began the start, in nanoseconds
 * @param beganCpu the CPU time of all threads of this process in nanoseconds, native ones included
 */
record Stopwatch(long began, long beganCpu) {
  static Stopwatch start() {
    return new Stopwatch(System.nanoTime(), cpuTime());
  }

  /** The seconds since the start, then the CPU seconds. */
  double[] read() {
    return new double[] {(System.nanoTime() - began) / 1e9, (cpuTime() - beganCpu) / 1e9};
  }

  private static long cpuTime() {
    return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
        .getProcessCpuTime();
  }
}
