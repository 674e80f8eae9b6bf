package io.github.tfflows.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Models that are texts, of which two stay open, after work of ten. */
class EntryModelsTest {
  private final List<String> log = new ArrayList<>();

  private final EntryModels<String> models =
      new EntryModels<>(this::compiled, model -> log.add("close " + model), 10, 2);

  private Optional<String> compiled(int place) {
    log.add("compile " + place);
    return place < 9 ? Optional.of("" + place) : Optional.empty();
  }

  private Optional<String> use(int place, long work) {
    return models.use(place, work, model -> "by " + model);
  }

  @Test
  void aModelIsCompiledOnceItPays() {
    assertEquals(Optional.empty(), use(1, 4));
    assertEquals(Optional.empty(), use(2, 9));
    assertEquals(Optional.empty(), use(1, 5));
    assertEquals(List.of(), log);
    assertEquals(Optional.of("by 1"), use(1, 1));
    assertEquals(Optional.of("by 1"), use(1, 0));
    assertEquals(List.of("compile 1"), log);
  }

  @Test
  void anEntryWithoutAModelIsAskedForOnce() {
    assertEquals(Optional.empty(), use(9, 100));
    assertEquals(Optional.empty(), use(9, 100));
    assertEquals(List.of("compile 9"), log);
  }

  @Test
  void theModelUnusedForTheLongestTimeIsClosed() {
    use(1, 10);
    use(2, 10);
    use(1, 10);
    use(3, 10);
    assertEquals(List.of("compile 1", "compile 2", "compile 3", "close 2"), log);
    assertEquals(Optional.empty(), use(2, 19), "the second time, it takes twice the work");
    assertEquals(Optional.of("by 2"), use(2, 1));
    assertEquals(List.of("compile 2", "close 1"), log.subList(4, 6));
  }

  @Test
  void aModelInUseStaysOpen() {
    assertEquals(
        Optional.of(Optional.of(Optional.of("by 3"))),
        models.use(1, 10, one -> models.use(2, 10, two -> use(3, 10))));
    assertEquals(List.of("compile 1", "compile 2", "compile 3", "close 3"), log);
  }

  @Test
  void closingEndsAll() {
    use(1, 10);
    models.close();
    assertEquals(Optional.empty(), use(1, 100));
    assertEquals(Optional.empty(), use(2, 100));
    assertEquals(List.of("compile 1", "close 1"), log);
  }

  @Test
  void aFailureLeavesTheEntryWithoutAModel() {
    EntryModels<String> failing =
        new EntryModels<>(
            place -> {
              throw new IllegalStateException("closed");
            },
            model -> {},
            1,
            2);
    Expect.message(IllegalStateException.class, () -> failing.use(1, 1, model -> model));
    assertEquals(Optional.empty(), failing.use(1, 1, model -> model));
  }
}
