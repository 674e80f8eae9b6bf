package io.github.tfflows.cli.file.format;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.cli.file.TableWriter;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormulasTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "=",
        "-",
        "-inf"
      })
  void findsTextThatASpreadsheetWouldRun(String text) {
    Expect.rejected("--formulas", () -> Formulas.REFUSE.written(text));
    assertEquals("'" + text, Formulas.ESCAPE.written(text));
    assertEquals(text, Formulas.KEEP.written(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1", "-1.5", "+2", "-.5e-3", " =1", "'=1", "1-1", "é"})
  void letsOtherTextPass(String text) {
    for (Formulas formulas : Formulas.values()) {
      assertEquals(text, formulas.written(text));
    }
  }

  @Test
  void looksAtNamesOfColumnsAndAtText() throws IOException {
    List<OutputColumn> columns =
        List.of(
            new OutputColumn("=a", OutputColumn.Type.TEXT),
            new OutputColumn("b", OutputColumn.Type.NUMBER));
    StringWriter text = new StringWriter();
    try (RowSink sink = TableWriter.to(new PrintWriter(text), columns, Formulas.ESCAPE)) {
      sink.write(List.of("@x", Float.NEGATIVE_INFINITY));
      sink.commit();
    }
    assertEquals("'=a,b\n'@x,-Infinity\n", text.toString());
    Expect.rejected(
        "the text \"=a\"",
        () -> TableWriter.to(new PrintWriter(text), columns, Formulas.REFUSE).close());
  }
}
