package io.github.tfflows.cli.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AheadTest {
  private static Callable<Optional<Integer>> of(Iterator<Integer> numbers) {
    return () -> numbers.hasNext() ? Optional.of(numbers.next()) : Optional.empty();
  }

  @Test
  void returnsAllResultsInOrder() throws IOException {
    List<Integer> seen = new ArrayList<>();
    try (Ahead<Integer> ahead = new Ahead<>(of(List.of(1, 2, 3).iterator()))) {
      for (var next = ahead.next(); next.isPresent(); next = ahead.next()) {
        seen.add(next.get());
      }
      assertEquals(Optional.empty(), ahead.next());
    }
    assertEquals(List.of(1, 2, 3), seen);
  }

  @Test
  void worksWhileTheLastResultIsUsed() throws Exception {
    CountDownLatch third = new CountDownLatch(3);
    Iterator<Integer> numbers = List.of(1, 2, 3).iterator();
    Callable<Optional<Integer>> step = of(numbers);
    try (Ahead<Integer> ahead =
        new Ahead<>(
            () -> {
              third.countDown();
              return step.call();
            })) {
      assertEquals(Optional.of(1), ahead.next());
      assertEquals(Optional.of(2), ahead.next());
      assertEquals(true, third.await(30, TimeUnit.SECONDS));
    }
  }

  @Test
  void failsAsTheStepDoesAfterTheResultsBefore() throws IOException {
    for (Exception failure :
        List.of(new IOException("disk"), new IllegalArgumentException("row"))) {
      Callable<Optional<Integer>> first = of(List.of(1).iterator());
      try (Ahead<Integer> ahead =
          new Ahead<>(
              () -> {
                Optional<Integer> result = first.call();
                if (result.isEmpty()) {
                  throw failure;
                }
                return result;
              })) {
        assertEquals(Optional.of(1), ahead.next());
        assertSame(failure, assertThrows(Exception.class, ahead::next));
      }
    }
  }

  @Test
  void endsWhileTheStepWaits() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    Ahead<Integer> ahead =
        new Ahead<>(
            () -> {
              never.await();
              return Optional.empty();
            });
    ahead.close();
  }
}
