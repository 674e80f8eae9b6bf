package io.github.tfflows.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkBarTest {
  private static String drawn(Duration patience) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    WorkBar bar = WorkBar.on(out, 80, "rows", patience);
    bar.show(300, 400, "so far");
    bar.close(); // as a cursor does at the end of its rows
    bar.close();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsTheShareTheCountAndTheState() {
    String text = drawn(Duration.ZERO);
    assertTrue(text.contains("75%") && text.contains("300/400 rows"), text);
    assertTrue(text.contains("so far"), text);
    assertEquals(1, text.chars().filter(c -> c == '\n').count(), "it ends its line once");
  }

  @Test
  void shortWorkShowsNothing() {
    assertEquals("", drawn(Duration.ofMinutes(1)));
  }
}
