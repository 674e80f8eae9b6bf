package io.github.tfflows.tables.scan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSources;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  private static Decimals of(double... numbers) {
    Decimals decimals = new Decimals();
    DoubleStream.of(numbers).forEach(decimals::add);
    return decimals;
  }

  private static double[] wholes(int count, double... others) {
    DoubleStream wholes = IntStream.range(0, count).asDoubleStream();
    return DoubleStream.concat(DoubleStream.of(others), wholes).toArray();
  }

  @Test
  void aHandfulOfManyNumbersMayHaveMore() {
    assertEquals(0, of(wholes(3_000, 0.5, 7.25)).suffice());
    assertEquals(2, of(wholes(1_500, 0.5, 7.25)).suffice(), "too few others");
    assertEquals(1, of(wholes(90_000, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)).suffice(), "too many");
    assertEquals(1, of(wholes(90_000, 0.25, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)).suffice());
    assertEquals(3, of(0.125, 4, 5.5).suffice());
  }

  @Test
  void thoseOfPartsAreThoseOfAll() {
    for (double[] odd : List.of(new double[] {0.5, 7.25, 1.5}, new double[] {0.5, 0.3, 0.7})) {
      Decimals parts = of(odd);
      parts.append(of(odd));
      parts.append(of(wholes(9_000)));
      double[] twice = DoubleStream.concat(DoubleStream.of(odd), DoubleStream.of(odd)).toArray();
      assertEquals(of(wholes(9_000, twice)).suffice(), parts.suffice());
    }
  }

  @Test
  void aColumnKeepsTheStepOfNearlyAllNumbersAndTakesTheOthers() throws IOException {
    Random random = new Random(2);
    List<List<String>> rows =
        IntStream.range(0, 4_000)
            .mapToObj(i -> i == 70 ? "12.25" : "" + Math.round(50 * random.nextGaussian()))
            .map(List::of)
            .toList();
    TableColumn column =
        TableScan.all()
            .of(TableSources.of("t", List.of("x"), rows), Missing.MODEL)
            .modelled()
            .get(0);
    assertEquals(new ColumnKind.Real(), column.kind());
    assertEquals(1, column.step());
    assertEquals(13.0, column.drawn(12.7f));
    assertEquals(12.25f, column.parse("12.25"));
  }
}
