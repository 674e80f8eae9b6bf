package io.github.tfflows.tables.column;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.testing.Expect;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;

class ColumnKindTest {
  @Test
  void readsWhatItWrites() {
    String all =
        "real positive integer count bounded:-1..2.5 circular:360 categorical boolean"
            + " date time timestamp";
    for (String text : all.split(" ", -1)) {
      assertEquals(text, ColumnKind.parse(text).text());
    }
  }

  @Test
  void rejectsWhatIsNoKind() {
    Expect.rejected("\"reel\"", () -> ColumnKind.parse("reel"));
    Expect.rejected("bounded:2..1", () -> ColumnKind.parse("bounded:2..1"));
    Expect.rejected("\"x\"", () -> ColumnKind.parse("bounded:0..x"));
    Expect.rejected("circular:0", () -> ColumnKind.parse("circular:0"));
    Expect.rejected("\"bounded\"", () -> ColumnKind.parse("bounded"));
  }

  /** Each kind with values that suit it, and others with the message that they get. */
  private static final Map<String, Map<Double, String>> VALUES =
      Map.of(
          "real", Map.of(-1e30, "", 0.5, ""),
          "positive", Map.of(0.5, "", 0.0, "above zero", -1.0, "above zero"),
          "integer", Map.of(-3.0, "", 0.5, "a whole number", 1e17, "9,007,199,254,740,992"),
          "count", Map.of(0.0, "", -1.0, "zero or more", 0.5, "a whole number", 1e17, "9,007"),
          "bounded:-1..2.5", Map.of(-1.0, "", 2.5, "", 2.6, "-1 to 2.5", -1.1, "-1 to 2.5"),
          "circular:360", Map.of(-1.0, "", 400.0, ""));

  @Test
  void aKindTellsWhichNumbersSuitInJavaAndInGraphs() {
    VALUES.forEach(
        (text, values) -> {
          ColumnKind kind = ColumnKind.parse(text);
          values.forEach(
              (value, expected) -> {
                String what = text + " of " + value;
                String message = kind.unsuitable(value, value).orElse("");
                assertEquals(expected.isEmpty(), message.isEmpty(), what);
                assertTrue(message.contains(expected), message);
                assertEquals(expected.isEmpty(), suitsInGraph(kind, value), what);
              });
          double filler = kind.filler(x -> x);
          assertTrue(kind.unsuitable(filler, filler).isEmpty(), text + " has the filler " + filler);
        });
  }

  private static boolean suitsInGraph(ColumnKind kind, double value) {
    try (Graph graph = new Graph();
        Session session = new Session(graph)) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> number = tf.constant(value);
      Optional<Operand<TBool>> suits = kind.suits(tf, number, number);
      if (suits.isEmpty()) {
        return true;
      }
      try (Result result = session.runner().fetch(suits.get()).run()) {
        return ((TBool) result.get(0)).getBoolean();
      }
    }
  }

  @Test
  void onlyKindsOfPlainNumbersHaveTheSpacingOfTheData() {
    Map<String, Double> steps =
        Map.of("real", 0.01, "positive", 0.01, "integer", 1.0, "count", 1.0);
    for (String text : VALUES.keySet()) {
      assertEquals(steps.getOrDefault(text, 0.0), ColumnKind.parse(text).step(0.01), text);
    }
  }
}
