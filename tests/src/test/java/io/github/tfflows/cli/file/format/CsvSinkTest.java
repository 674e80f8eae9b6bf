package io.github.tfflows.cli.file.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvSinkTest {
  private static String written(Object... values) throws IOException {
    StringWriter text = new StringWriter();
    List<OutputColumn> columns = List.of(OutputColumn.number("a"), OutputColumn.number("b"));
    try (CsvSink sink = CsvSink.to(new PrintWriter(text), columns, Formulas.REFUSE)) {
      sink.write(List.of(values));
      sink.commit();
    }
    return text.toString().lines().skip(1).findFirst().orElseThrow();
  }

  @Test
  void numbersHaveAnExponentOnlyIfTheyAreVerySmallOrLarge() throws IOException {
    assertEquals("12345678.91,0.0005", written(12_345_678.91, 5e-4));
    assertEquals("-99999999999.25,-0.00001", written(-99_999_999_999.25, -1e-5));
    assertEquals("3,0", written(3.0, 0.0));
    assertEquals("9.0E-6,1.0E300", written(9e-6, 1e300));
    assertEquals(",0.1", written(Double.NaN, 0.1));
    assertEquals(",0.1", written(Float.NaN, 0.1f));
    assertEquals("12345679,-0.0005", written(12_345_679f, -5e-4f));
  }

  @Test
  void everyNumberIsReadBack() throws IOException {
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      double number = (1 - 2 * random.nextDouble()) * Math.pow(10, random.nextInt(40) - 20);
      String[] cells = written(number, (float) number).split(",", -1);
      assertEquals(number, Numbers.parse(cells[0]));
      assertEquals((float) number, (float) Numbers.parse(cells[1]));
    }
  }
}
