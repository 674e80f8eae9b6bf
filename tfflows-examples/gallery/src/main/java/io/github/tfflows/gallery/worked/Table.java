package io.github.tfflows.gallery.worked;

import io.github.tfflows.gallery.plot.Charts;
import io.github.tfflows.gallery.plot.Picture;
import io.github.tfflows.gallery.worked.Findings.Finding;
import io.github.tfflows.tables.RowScore;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.TableModel;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.knowm.xchart.XYChart;

/**
 * The density of a table: days of a power market, with temperature, load and price. Columns keep
 * their units, since scaling is part of the model.
 */
final class Table {
  /** A day: temperature in °C, load in GW, price in € per MWh. */
  private record Day(double temperature, double load, double price) {}

  static Findings run() throws IOException {
    List<Day> unseen = days(4000, 2);

    TableSource days = TableSources.ofRecords("days", Day.class, days(8000, 1));
    try (TableModel model = TableFit.of(days).withTraining(usual -> usual.withSteps(300)).fit()) {
      List<RowScore> scores = model.score(TableSources.ofRecords("unseen", Day.class, unseen));
      List<Day> invented = model.draw(4000, 3).stream().map(Table::day).toList();

      return new Findings(
          List.of(
              Finding.of(
                  "log-likelihood of unseen days, nats a day",
                  scores.stream().mapToDouble(RowScore::logProb).average().orElseThrow(),
                  unseen.stream().mapToDouble(Table::truth).average().orElseThrow()),
              Finding.of(
                  "share of invented days above 100 euros",
                  dear(invented),
                  dear(days(1_000_000, 4)))),
          picture(unseen, invented));
    }
  }

  private static Day day(Map<String, Object> row) {
    return new Day(number(row, "temperature"), number(row, "load"), number(row, "price"));
  }

  private static double number(Map<String, Object> row, String column) {
    return row.get(column) instanceof Double number ? number : Double.NaN;
  }

  private static double dear(List<Day> days) {
    return days.stream().mapToDouble(day -> day.price > 100 ? 1 : 0).average().orElseThrow();
  }

  private static List<Day> days(int count, long seed) {
    Random random = new Random(seed);
    List<Day> days = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double temperature = 12 + 8 * random.nextGaussian();
      double load = load(temperature) + 2 * random.nextGaussian();
      double price = Math.exp(logPrice(load) + 0.2 * random.nextGaussian());
      days.add(new Day(temperature, load, price));
    }
    return days;
  }

  /** Heating when it is cold, cooling when it is hot. */
  private static double load(double temperature) {
    return 50 + 0.05 * (temperature - 17) * (temperature - 17);
  }

  private static double logPrice(double load) {
    return 3.8 + 0.04 * (load - 50);
  }

  private static double truth(Day day) {
    double price = Math.log(day.price);
    return gaussian(day.temperature, 12, 8)
        + gaussian(day.load, load(day.temperature), 2)
        + gaussian(price, logPrice(day.load), 0.2)
        - price;
  }

  private static double gaussian(double x, double mean, double deviation) {
    double z = (x - mean) / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }

  private static Picture picture(List<Day> days, List<Day> invented) {
    return new Picture(
        2,
        List.of(
            loads("Unseen days", days, Charts.DATA),
            prices("Unseen days", days, Charts.DATA),
            loads("Draws of the model", invented, Charts.DRAWS),
            prices("Draws of the model", invented, Charts.DRAWS)));
  }

  private static XYChart loads(String title, List<Day> days, Color color) {
    XYChart chart = Charts.panel(title, "temperature, °C", "load, GW");
    chart.getStyler().setXAxisMin(-20.0).setXAxisMax(45.0);
    chart.getStyler().setYAxisMin(40.0).setYAxisMax(130.0);
    return cloud(
        chart, title, days, day -> new float[] {(float) day.temperature, (float) day.load}, color);
  }

  private static XYChart prices(String title, List<Day> days, Color color) {
    XYChart chart = Charts.panel(title, "load, GW", "price, € per MWh");
    chart.getStyler().setXAxisMin(40.0).setXAxisMax(130.0);
    chart.getStyler().setYAxisMin(0.0).setYAxisMax(400.0);
    return cloud(
        chart, title, days, day -> new float[] {(float) day.load, (float) day.price}, color);
  }

  private static XYChart cloud(
      XYChart chart, String title, List<Day> days, Function<Day, float[]> point, Color color) {
    chart.getStyler().setLegendVisible(false);
    Charts.points(chart, title, days.stream().map(point).toArray(float[][]::new), color);
    return chart;
  }

  private Table() {}
}
