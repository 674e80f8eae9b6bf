package io.github.tfflows.cli.file.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
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
  }
}
