package io.github.tfflows.core.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Compilation;
import io.github.tfflows.core.execution.Device;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.runtime.Parts.Part;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PartsTest {
  private static final Execution THREE = Execution.defaults().withDevice(Device.CPU).withThreads(3);

  @Test
  void everyRowIsInOnePart() {
    for (int threads : new int[] {1, 2, 5}) {
      for (int rows : new int[] {1, 3, 9, 10, 100}) {
        AtomicIntegerArray visits = new AtomicIntegerArray(rows);
        Parts.ofSize(3, rows, threads)
            .forEach(
                (from, to) -> {
                  for (int i = from; i < to; i++) {
                    visits.incrementAndGet(i);
                  }
                });
        int[] seen = new int[rows];
        Arrays.setAll(seen, visits::get);
        int[] once = new int[rows];
        Arrays.fill(once, 1);
        assertArrayEquals(once, seen, rows + " rows, " + threads + " threads");
      }
    }
  }

  @Test
  void noRowsHaveNoPart() {
    AtomicInteger calls = new AtomicInteger();
    Parts.ofSize(3, 0, 2).forEach((from, to) -> calls.incrementAndGet());
    assertEquals(0, calls.get());
    assertEquals(0, Parts.shared(0, 1000, THREE).count());
  }

  @Test
  void eachThreadGetsEnoughRows() {
    assertEquals(Parts.ofSize(127, 127, 1), Parts.shared(127, 1000, THREE));
    assertEquals(Parts.ofSize(64, 128, 2), Parts.shared(128, 1000, THREE));
    assertEquals(Parts.ofSize(64, 192, 3), Parts.shared(192, 1000, THREE));
    assertEquals(Parts.ofSize(334, 1000, 3), Parts.shared(1000, 1000, THREE));
    assertEquals(Parts.ofSize(100, 1000, 3), Parts.shared(1000, 100, THREE));
  }

  @Test
  void partsGrowAndDoNotDependOnTheNumberOfRows() {
    assertEquals(List.of(new Part(0, 3)), Parts.growing(5, 20, 3, 1).list());
    List<Part> many = Parts.growing(5, 20, 93, 1).list();
    assertEquals(
        List.of(
            new Part(0, 5),
            new Part(5, 10),
            new Part(10, 20),
            new Part(20, 40),
            new Part(40, 60),
            new Part(60, 80),
            new Part(80, 93)),
        many);
    assertEquals(many.subList(0, 5), Parts.growing(5, 20, 60, 2).list());
    assertEquals(
        List.of(new Part(0, 2), new Part(2, 4), new Part(4, 5)), Parts.ofSize(2, 5, 1).list());
    int most = Integer.MAX_VALUE;
    assertEquals(most, Parts.ofSize(1 << 30, most, 1).list().get(1).to());
  }

  @Test
  void compiledPartsAreOfOneSize() {
    Execution compiled = THREE.withCompilation(Compilation.XLA);
    assertEquals(Parts.ofSize(100, 300, 3), Parts.shared(300, 1000, compiled));
    assertEquals(Parts.ofSize(500, 1000, 2), Parts.shared(1000, 1000, compiled));
    assertEquals(Parts.ofSize(307, 307, 1), Parts.shared(307, 1000, compiled));
  }

  @Test
  void oneThreadIsTheCallers() {
    for (Execution one : new Execution[] {THREE.withThreads(1), THREE.withDevice(Device.GPU)}) {
      assertEquals(Set.of(Thread.currentThread()), threads(Parts.shared(1000, 100, one)));
      assertEquals(
          Set.of(Thread.currentThread()),
          threads(Parts.ofSize(100, 1000, Sessions.threads(one, 1000, 1))));
    }
  }

  private static Set<Thread> threads(Parts parts) {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    parts.forEach((from, to) -> threads.add(Thread.currentThread()));
    return threads;
  }

  @Test
  @Timeout(60)
  void severalThreadsWorkAtOnce() throws Exception {
    ForkJoinPool pool = new ForkJoinPool(2);
    try {
      AtomicInteger begun = new AtomicInteger();
      Parts.Work waiting =
          (from, to) -> {
            begun.incrementAndGet();
            while (begun.get() < 2) {
              Thread.onSpinWait(); // for the other one
            }
          };
      pool.submit(() -> Parts.ofSize(1, 2, 2).forEach(waiting)).get();
      assertEquals(2, begun.get());
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void whatWentWrongIsThrownOnceAllThreadsAreDone() {
    IllegalStateException wrong = new IllegalStateException("the first part");
    AtomicInteger running = new AtomicInteger();
    Parts.Work failing =
        (from, to) -> {
          running.incrementAndGet();
          try {
            if (from == 0) {
              throw wrong;
            }
            Thread.sleep(20);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          } finally {
            running.decrementAndGet();
          }
        };
    Throwable thrown =
        assertThrows(IllegalStateException.class, () -> Parts.ofSize(3, 10, 3).forEach(failing));
    assertTrue(thrown == wrong, () -> "another exception: " + thrown);
    assertEquals(0, running.get());
  }
}
