package io.github.tfflows.tables.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.execution.Execution;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.cell.Attribute;
import io.github.tfflows.tables.cell.CategoryCell;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.density.TableDensity;
import io.github.tfflows.tables.derived.AgreeingNames;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.MovedWeights;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tensorflow.ndarray.Shape;

/** Each of 1,200 products has four rows, one of 600 prices and one of seven groups. */
class NameAttributesTest {
  private static final int PRODUCTS = 1200;

  private static final TableSource SOURCE =
      Tables.of(
          "product,price,group,shop",
          4 * PRODUCTS,
          i -> row(i % PRODUCTS, "s" + (i * 31 % 11 + i / PRODUCTS) % 3));

  private static int price(int product) {
    return 100 + 7 * (product % 600);
  }

  private static String group(int product) {
    return "g" + product % 7;
  }

  private static List<String> row(int product, String shop) {
    return List.of("p" + product, "" + price(product), group(product), shop);
  }

  /**
   * Product 0 has 20 rows, those before 300 have two, and the others four. One in five has no
   * price, and there are 200 groups. 100 rows have no product.
   */
  private static final TableSource UNEVEN =
      TableSources.of(
          "t",
          List.of("product", "price", "group", "shop"),
          IntStream.range(0, PRODUCTS + 25)
              .boxed()
              .flatMap(i -> Collections.nCopies(i == 0 ? 20 : i < 300 ? 2 : 4, i).stream())
              .map(i -> i < PRODUCTS ? uneven(i) : List.of("", "", "", "s" + i % 3))
              .toList());

  private static List<String> uneven(int product) {
    String price = product % 5 == 0 ? "" : "" + price(product);
    return List.of("p" + product, price, "g" + product % 200, "s" + product % 3);
  }

  private static TableSchema schema() throws IOException {
    return schema(SOURCE);
  }

  private static TableSchema schema(TableSource source) throws IOException {
    return TableScan.all().of(source, Missing.MODEL).conditionedOn(Conditioning.ANY);
  }

  private static Distribution density(TableSchema schema) throws IOException {
    return density(schema, SOURCE);
  }

  private static Distribution density(TableSchema schema, TableSource source) throws IOException {
    Data rows = TableReader.readAll(source, schema, Missing.MODEL);
    return TableDistribution.of(
        FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE.on(schema, rows.count()), schema, rows);
  }

  @Test
  void valuesThatFollowFromPooledNamesAreAttributes() throws IOException {
    TableSchema schema = schema();
    assertEquals(
        List.of("price follows from column product", "group follows from column product"),
        schema.derived().stream()
            .map(each -> each.column().name() + " " + each.relation().words())
            .toList());
    CategoryCell cell = (CategoryCell) ((TableDensity) density(schema)).cells().get(0);
    List<String> names = schema.modelled().get(0).names();
    assertEquals(PRODUCTS, cell.size());
    Attribute prices = cell.attributes().get(0);
    Attribute groups = cell.attributes().get(1);
    assertEquals(List.of(0, 7), List.of(prices.classes(), groups.classes()));
    double square = prices.numbers().stream().mapToDouble(x -> x * x).average().orElseThrow();
    assertEquals(1, square, 0.01);
    for (int i = 0; i < PRODUCTS; i++) {
      int product = Integer.parseInt(names.get(i).substring(1));
      double rank = (product % 600 + 0.5) / 600;
      assertEquals(Math.sqrt(3) * (2 * rank - 1), prices.numbers().get(i), 0.01);
      assertEquals(product % 7, groups.numbers().get(i));
    }
  }

  @Test
  void equalNumbersHaveEqualRanks() throws IOException {
    CategoryCell cell = (CategoryCell) ((TableDensity) density(schema())).cells().get(0);
    assertEquals(600, new HashSet<>(cell.attributes().get(0).numbers()).size());
  }

  @Test
  void missingNumbersAreInTheMiddleAndRareClassesShareOne() throws IOException {
    TableSchema schema = schema(UNEVEN);
    CategoryCell cell = (CategoryCell) ((TableDensity) density(schema, UNEVEN)).cells().get(0);
    Attribute prices = cell.attributes().get(0);
    Attribute groups = cell.attributes().get(1);
    List<String> names = schema.modelled().get(0).names();
    for (int i = 0; i < PRODUCTS; i++) {
      boolean isMissing = names.get(i).matches("p\\d*[05]");
      assertEquals(isMissing, prices.numbers().get(i) == 0, names.get(i));
    }
    assertEquals(128, groups.classes());
    assertEquals(
        72 * PRODUCTS / 200, groups.numbers().stream().filter(place -> place == 128).count());
  }

  @Test
  void namesAreDrawnByTheirProbabilitiesInTheRow() throws IOException {
    TableSchema schema = schema(UNEVEN);
    Distribution density = density(schema, UNEVEN);
    int size = ((TableDensity) density).contextSize();
    try (CompiledDistribution model =
        CompiledDistribution.compile(
            density, size, MovedWeights.of(density, size), Execution.defaults())) {
      AgreeingNames agreeing = new AgreeingNames(model, schema);
      assertEquals(1 / 3.0, shareOf("p1", "107", 1, agreeing, schema), 0.04);
      Set<Double> ofShops = new HashSet<>();
      for (int shop = 0; shop < 3; shop++) {
        ofShops.add(shareOf("p0", "", shop, agreeing, schema));
      }
      assertTrue(ofShops.size() > 1, "the shop tells of the product");
    }
  }

  private static double shareOf(
      String name, String price, int shop, AgreeingNames agreeing, TableSchema schema) {
    int count = 2_000;
    Rows open =
        new Rows(
            new float[count * schema.layout().size()], Shape.of(schema.layout().size()), count);
    for (int i = 0; i < count; i++) {
      int first = i * open.size();
      open.values()[first + schema.layout().value(0)] = Float.NaN;
      open.values()[first + schema.layout().value(1)] = shop;
    }
    List<String> texts = List.of("", price, price.isEmpty() ? "g0" : "", "s" + shop);
    Rows drawn = agreeing.drawn(open, i -> texts, 1);
    int bit = schema.layout().bit(0).orElseThrow();
    int found = 0;
    for (int i = 0; i < count; i++) {
      assertEquals(1, drawn.values()[i * open.size() + bit]);
      int place = (int) drawn.values()[i * open.size() + schema.layout().value(0)];
      found += schema.modelled().get(0).names().get(place).equals(name) ? 1 : 0;
    }
    return found / (double) count;
  }

  /** Of 1,200 products, two have the price 107. */
  @Test
  void missingNamesAgreeWithValuesThatFollowFromThem() throws IOException {
    TableSchema schema = schema();
    List<String> names = schema.modelled().get(0).names();
    Rows events = Rows.of(new float[][] {{Float.NaN, 1}, {Float.NaN, 2}, {Float.NaN, 0}, {7, 0}});
    List<List<String>> texts =
        List.of(
            List.of("", "107", "", "s1"),
            List.of("", "107", "g1", "s2"),
            List.of("", "", "", "s0"),
            List.of("p7", "", "", "s0"));
    Distribution density = density(schema);
    int size = ((TableDensity) density).contextSize();
    try (CompiledDistribution model =
        CompiledDistribution.compile(
            density, size, MovedWeights.of(density, size), Execution.defaults())) {
      AgreeingNames agreeing = new AgreeingNames(model, schema);
      Set<String> drawn = new HashSet<>();
      for (int seed = 0; seed < 20; seed++) {
        float[] x = agreeing.drawn(events, texts::get, seed).values();
        drawn.add(names.get((int) x[0]));
        assertEquals("p1", names.get((int) x[2]));
        assertTrue(Float.isNaN(x[4]), "nothing follows from it");
        assertEquals(7, x[6]);
      }
      assertEquals(Set.of("p1", "p601"), drawn);
      float[][] open = new float[8_000][];
      Arrays.setAll(open, i -> new float[] {Float.NaN, i % 3});
      Rows many = agreeing.drawn(Rows.of(open), i -> List.of("", "" + price(i), "", "s0"), 1);
      for (int i = 0; i < open.length; i++) {
        assertEquals(
            i % 600, Integer.parseInt(names.get((int) many.values()[2 * i]).substring(1)) % 600);
      }
    }
  }
}
