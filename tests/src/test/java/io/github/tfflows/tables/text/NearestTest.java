package io.github.tfflows.tables.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "colour, colour, 0",
    "color, colour, 1",
    "colour, Color, 1",
    "fti, fit, 1",
    "ab, '', 2",
    "kitten, sitting, 3"
  })
  void countsLettersThatDiffer(String wrong, String right, int expected) {
    assertEquals(expected, Nearest.distance(wrong, right));
  }

  @Test
  void asksForTheNearestWordOnly() {
    List<String> words = List.of("price", "prize money", "colour");
    assertEquals(" (did you mean \"price\"?)", Nearest.hint("Prise", words));
    assertEquals("", Nearest.hint("weight", words));
    assertEquals("Did you mean colour?", Nearest.question("color", words));
    assertEquals("", Nearest.hint("x".repeat(1_000_000), words));
  }
}
