package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.testing.Expect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnKindTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "real",
        "positive",
        "integer",
        "count",
        "bounded:-1..2.5",
        "circular:360",
        "categorical",
        "boolean",
        "date",
        "time",
        "timestamp"
      })
  void readsWhatItWrites(String text) {
    assertEquals(text, ColumnKind.parse(text).text());
  }

  @Test
  void rejectsWhatIsNoKind() {
    Expect.rejected("\"reel\"", () -> ColumnKind.parse("reel"));
    Expect.rejected("bounded:2..1", () -> ColumnKind.parse("bounded:2..1"));
    Expect.rejected("\"x\"", () -> ColumnKind.parse("bounded:0..x"));
    Expect.rejected("circular:0", () -> ColumnKind.parse("circular:0"));
    Expect.rejected("\"bounded\"", () -> ColumnKind.parse("bounded"));
  }
}
