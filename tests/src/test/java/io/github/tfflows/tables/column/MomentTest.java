package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
  private static Optional<LocalDate> expected(String text) {
    try {
      return Optional.of(LocalDate.parse(text)).filter(date -> date.getYear() >= 1);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static void requireAsExpected(String text) {
    assertEquals(expected(text), Moment.parse(text).map(moment -> moment.at().toLocalDate()), text);
  }

  @Test
  void readsTheDatesOfCalendars() {
    LocalDate day = LocalDate.of(1899, 12, 31);
    for (int i = 0; i < 80_000; i++) {
      requireAsExpected(day.plusDays(i).toString());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29", "2024-02-29", "1900-02-29", "2024-02-30", "2024-04-31", "2024-13-01",
        "2024-00-10", "2024-01-00", "0000-01-01", "0001-01-01", "9999-12-31", "2024-1-011",
        "2024-01/05", "+024-01-05", "2024-01-5 ", "20x4-01-05", "٢٠٢٤-01-05", "2024-0١-05"
      })
  void readsNoOtherDates(String text) {
    requireAsExpected(text);
  }
}
