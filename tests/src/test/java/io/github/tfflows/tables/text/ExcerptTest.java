package io.github.tfflows.tables.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts cut short, and the nearest of several words. */
class ExcerptTest {
  @Test
  void cutsLongTexts() {
    assertEquals("x".repeat(60), Excerpt.of("x".repeat(60)));
    assertEquals("x".repeat(60) + "…", Excerpt.of("x".repeat(61)));
    String pairs = "𝒩".repeat(100);
    assertEquals("𝒩".repeat(60) + "…", Excerpt.of(pairs), "no half of a pair");
    assertEquals("𝒩".repeat(40), Excerpt.of("𝒩".repeat(40)), "as many characters, more chars");
    assertEquals("a".repeat(39) + "𝒩", Excerpt.begin("a".repeat(39) + "𝒩b", 40));
  }

  @Test
  void escapesInvisibleCharacters() {
    assertEquals("a\\tb\\n\\u001b[2J\\u202e\\u0000é", Excerpt.of("a\tb\n\u001b[2J\u202e\0é"));
  }

  @Test
  void countsTheNamesLeftOut() {
    assertEquals("a, b", Excerpt.of(List.of("a", "b")));
    String twelve = String.join(", ", Collections.nCopies(12, "c"));
    assertEquals(twelve + " and 9,988 more", Excerpt.of(Collections.nCopies(10_000, "c")));
  }

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
