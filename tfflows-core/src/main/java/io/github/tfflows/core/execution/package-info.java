/**
 * Choices of device, threads, compilation and precision.
 *
 * <h2>Threads</h2>
 *
 * <p>On a CPU, the library shards the rows of a call or of a training step, and runs each op in one
 * thread: several threads per op would synchronize at every op. A call splits into parts of 64 rows
 * or more, or of 32 for networks of 400,000 weights or more. A call of up to 64 rows that does not
 * split runs in the caller's own thread. Concurrent callers share the cores: on two cores,
 * concurrent calls do not split. The last digits of a result depend on the split, and so on other
 * callers, except under XLA, where the split is fixed. With {@code withThreads(1)} a model stays in
 * one thread, and equal calls return equal bits.
 *
 * <p>The number of threads that share one op is a setting of the process, made by its first
 * session. If other code in the process needs several, open its session first, or call {@code
 * withThreadsPerOp(0).withThreads(0)}; this library is then slower, but equally correct.
 *
 * <p>A training batch is sharded if the number of threads divides it, in shards of 32 rows or more.
 * Steps of variational fits, and of flows with moving averages, are not sharded.
 *
 * <h2>XLA</h2>
 *
 * <p>{@link Compilation#XLA} compiles each function, in about a second for each new number of rows.
 * It makes single rows and draws of autoregressive flows several times faster, and does not help
 * beyond a few hundred rows. Results agree up to rounding, but XLA treats subnormal numbers (below
 * 1.2e-38 in single precision) as zero, so that a leaky ReLU, for example, has the slope one at
 * -1e-40.
 *
 * <p>TensorFlow dispatches each compiled call to a thread of its own. While that thread sleeps on
 * another core, waking it can cost more than the row itself: a row of RealNVP with 6 features takes
 * 0.03 ms while both threads share a core and 0.11 ms otherwise (two virtual cores of an Intel
 * Xeon, November 2026). Pin a process that serves single rows to one core ({@code taskset -c 0 java
 * …}) for steady, and mostly the lowest, latencies.
 *
 * <h2>Memory</h2>
 *
 * <p>Start your JVM with {@code -Dorg.bytedeco.javacpp.maxPhysicalBytes=0}: by default JavaCPP
 * refuses native memory beyond about four times the heap. Under glibc, a process that trains keeps
 * up to 64 MiB of freed native memory for each malloc arena, so that steps do not fault it in
 * again; your own settings of {@code MALLOC_TRIM_THRESHOLD_} and {@code MALLOC_MMAP_THRESHOLD_}
 * take precedence.
 *
 * <h2>GPU</h2>
 *
 * <p>Depend on {@code tensorflow-core-native} with the classifier {@code linux-x86_64-gpu} in place
 * of the CPU's. It needs an NVIDIA driver, CUDA 12 and cuDNN 9. TensorFlow uses a GPU that it
 * finds; {@link Execution#withDevice} forces either.
 */
@NullMarked
package io.github.tfflows.core.execution;

import org.jspecify.annotations.NullMarked;
