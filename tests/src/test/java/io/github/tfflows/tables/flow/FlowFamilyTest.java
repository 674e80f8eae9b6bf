package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.bijectors.Flows;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.testing.Expect;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowFamilyTest {
  @ParameterizedTest
  @EnumSource
  void isNamedAsTheMethodOfFlows(FlowFamily family) {
    Set<String> methods =
        Arrays.stream(Flows.class.getMethods()).map(Method::getName).collect(Collectors.toSet());
    assertTrue(methods.contains(family.toString()), family.toString());
    assertEquals(family, FlowFamily.parse(family.toString()));
    assertEquals(family, FlowFamily.parse(family.toString().toUpperCase(Locale.ROOT)));
  }

  @Test
  void hasOneNameAndSuggestsTheNearest() {
    Expect.rejected("expected one of neuralSplineCoupling", () -> FlowFamily.parse("nsf"));
    Expect.rejected("(did you mean \"realNvp\"?)", () -> FlowFamily.parse("realnpv"));
    Expect.rejected("expected one of neuralSplineCoupling", () -> FlowFamily.parse("x"));
  }

  @Test
  void oneNumberGivenOthersInSomeThousandRowsHasOneSpline() {
    TableColumn x = new TableColumn("x", new ColumnKind.Positive(), List.of());
    TableColumn y = new TableColumn("y", new ColumnKind.Positive(), List.of());
    TableSchema target = new TableSchema(List.of(y), List.of(x));
    assertEquals("2 layers of 64 units", size(target, 499));
    assertEquals("1 layer of 128 units", size(target, 500));
    assertEquals("1 layer of 128 units", size(target, 4_999));
    assertEquals("3 layers of 64 units", size(target, 5_000));
    assertEquals("3 layers of 64 units", size(new TableSchema(List.of(x, y), List.of()), 4_999));
  }

  private static String size(TableSchema schema, int rows) {
    return FlowFamily.Size.forData(FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, schema, rows)
        .toString();
  }
}
