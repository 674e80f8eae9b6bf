package io.github.tfflows.spark.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class InputColumnsTest {
  private static InputColumns ofType(DataType type) {
    return InputColumns.ofFields(new StructType().add("x", type), List.of("x"), List.of("x"));
  }

  @Test
  void valuesThatAreNeitherNumbersNorTextsAreRefused() {
    for (DataType type :
        List.of(
            DataTypes.createArrayType(DataTypes.DoubleType),
            DataTypes.BinaryType,
            DataTypes.createDayTimeIntervalType())) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> ofType(type)).getMessage();
      assertTrue(message.startsWith("the column \"x\" is of the type "), message);
    }
    assertEquals(List.of("x"), ofType(DataTypes.TimestampNTZType).names());
  }

  @Test
  void textsAreThoseOfOtherTables() {
    assertEquals("1", Cells.text(1.0));
    assertEquals("0.1", Cells.text(0.1f));
    assertEquals("NAM", Cells.text("NAM"));
    assertNull(Cells.text(""));
    assertNull(Cells.text("NA"));
    assertNull(Cells.text(Double.NaN));
  }
}
