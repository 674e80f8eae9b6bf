package io.github.tfflows.cli.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkBarTest {
  private static String drawn(Duration patience) throws InterruptedException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    WorkBar bar = WorkBar.on(out, 80, "rows", patience);
    bar.show(300, 400, "so far");
    for (int i = 0; i < 500 && patience.isZero() && bytes.size() == 0; i++) {
      Thread.sleep(10); // a bar that was never drawn has no line to end
    }
    bar.close(); // as a cursor does at the end of its rows
    bar.close();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void showsTheShareTheCountAndTheState() throws InterruptedException {
    String text = drawn(Duration.ZERO);
    assertTrue(text.contains("75%") && text.contains("300/400 rows"), text);
    assertTrue(text.contains("so far"), text);
    assertEquals(1, text.chars().filter(c -> c == '\n').count(), "it ends its line once");
  }

  @Test
  void shortWorkShowsNothing() throws InterruptedException {
    assertEquals("", drawn(Duration.ofMinutes(1)));
  }
}
