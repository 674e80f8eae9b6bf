package io.github.tfflows.tables.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DigestTest {
  private static Digest.Sum ofTexts(String... texts) {
    Digest digest = new Digest();
    for (String text : texts) {
      digest.add(text);
    }
    return digest.sum();
  }

  private static Digest.Sum ofNumbers(double... numbers) {
    Digest digest = new Digest();
    for (double number : numbers) {
      digest.add(number);
    }
    return digest.sum();
  }

  @Test
  void textsOfEqualHashCodesDiffer() {
    assertEquals("Aa".hashCode(), "BB".hashCode());
    assertNotEquals(ofTexts("Aa", "BB"), ofTexts("BB", "Aa"));
    assertEquals(ofTexts("Aa", "BB"), ofTexts("Aa", "BB"));
    Set<Digest.Sum> sums = new HashSet<>();
    for (int i = 0; i < 1 << 12; i++) {
      StringBuilder text = new StringBuilder();
      for (int bit = 0; bit < 12; bit++) {
        text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      sums.add(ofTexts(text.toString()));
    }
    assertEquals(1 << 12, sums.size(), "texts of one hash code");
  }

  /** These patterns of two cells cancel out in every polynomial modulo a power of two. */
  @Test
  void patternsDoNotCancelOut() {
    String[] one = new String[1 << 12];
    String[] other = new String[1 << 12];
    for (int i = 0; i < one.length; i++) {
      one[i] = Integer.bitCount(i) % 2 == 0 ? "yes" : "no";
      other[i] = Integer.bitCount(i) % 2 == 0 ? "no" : "yes";
    }
    assertNotEquals(ofTexts(one), ofTexts(other));
  }

  @Test
  void kindsOfCellsDiffer() {
    assertNotEquals(ofNumbers(1), ofTexts("1"));
    assertNotEquals(ofNumbers(Double.NaN), ofTexts(""));
    assertNotEquals(ofNumbers(Double.NaN), ofNumbers(0));
    assertNotEquals(ofTexts("a", ""), ofTexts("", "a"));
    assertNotEquals(ofTexts("ab", "c"), ofTexts("a", "bc"));
    assertEquals(ofNumbers(0.0), ofNumbers(-0.0), "one value");
    assertNotEquals(ofNumbers(1, 2), ofNumbers(2, 1));
  }

  @Test
  void partsMakeTheWhole() {
    Random random = new Random(1);
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      cells.add(Integer.toString(random.nextInt(50), 36));
    }
    Digest.Sum whole = ofTexts(cells.toArray(String[]::new));
    for (int cut : new int[] {0, 1, 499, 999, 1_000}) {
      Digest first = new Digest();
      cells.subList(0, cut).forEach(first::add);
      Digest second = new Digest();
      cells.subList(cut, 1_000).forEach(second::add);
      first.append(second);
      assertEquals(whole, first.sum(), "cut at " + cut);
    }
  }
}
