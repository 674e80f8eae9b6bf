package io.github.tfflows.tables;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.base.StandardNormal;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.LearningRate;
import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Progress;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.prediction.Predictions;
import io.github.tfflows.tables.prediction.Predictor;
import io.github.tfflows.tables.reading.RowCodec;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.source.TableSources;
import io.github.tfflows.testing.Expect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From rows to a model that scores, is exported, and is trained further. */
@Tag("training")
class TableFitTest {
  /** A diamond; only the price of some is known. */
  private record Stone(double carat, String cut, double price, double weight) {}

  private static final int ROWS = 400;

  private static TableSource stones(long seed) {
    return stones(seed, 3);
  }

  private static TableSource stones(long seed, double weight) {
    Random random = new Random(seed);
    List<Stone> stones = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double carat = Math.exp(0.4 * random.nextGaussian());
      boolean isIdeal = random.nextInt(3) == 0;
      double price =
          Math.exp(2 * Math.log(carat) + (isIdeal ? 1 : 0) + 0.1 * random.nextGaussian());
      double known = random.nextInt(10) == 0 ? Double.NaN : price;
      stones.add(new Stone(carat, isIdeal ? "Ideal" : "Fair", known, isIdeal ? weight : 0));
    }
    return TableSources.ofRecords("stones", Stone.class, stones);
  }

  private static TableFit fit() {
    return all().without("weight");
  }

  /** Of the flow whose graph is the smallest. */
  private static TableFit all() {
    return of(stones(1));
  }

  private static TableFit of(TableSource source) {
    return TableFit.of(source)
        .withFlow(FlowFamily.NICE, usual -> new FlowFamily.Size(1, 16, 1, 8))
        .withTraining(TableFitTest::few);
  }

  private static Training few(Training usual) {
    return usual.withSteps(30).withMembers(1);
  }

  private static List<String> names(List<TableColumn> columns) {
    return columns.stream().map(TableColumn::name).toList();
  }

  @Test
  void aModelScoresAtOnceAndAlikeAfterItsExport(@TempDir Path folder) throws IOException {
    try (TableModel model = fit().fit()) {
      List<RowScore> scores = model.score(stones(2));
      assertEquals(ROWS, scores.size());
      double alarms = scores.stream().filter(score -> score.isAnomaly(0.2)).count();
      assertEquals(0.2, alarms / ROWS, 0.15, "false alarms; 40 rows were held out");
      Map<String, Object> strange = Map.of("carat", 1e6, "cut", "Fair", "price", 1e-6);
      assertEquals(1.0 / (ROWS / 10 + 1), model.score(strange).pValue(), 1e-9);
      List<Map<String, Object>> draws = model.draw(50, 7);
      assertEquals(List.of("carat", "cut", "price"), List.copyOf(draws.get(0).keySet()));
      assertEquals(50, model.score(TableSources.ofMaps("draws", draws)).size());
      assertTrue(
          model.score(TableSources.ofMaps("draws", draws)).stream()
              .allMatch(score -> score.problem().isEmpty()));
      model.export(folder.resolve("model"));
      try (TableModel loaded = TableModel.load(folder.resolve("model"))) {
        assertEquals(scores, loaded.score(stones(2)));
        assertEquals(model.explained(strange), loaded.explained(strange));
        assertEquals(ROWS, loaded.explained(stones(2)).size());
        assertEquals(
            model.explained(TableSources.ofMaps("one", List.of(strange))).get(0),
            loaded.explained(strange));
        assertEquals(model.origin(), loaded.origin());
        assertEquals(model.schema(), loaded.schema());
      }
    }
  }

  @Test
  void theRowsHeldOutAreThoseThatTheOutcomeAndTheScoresAreOf() throws IOException {
    try (FittedTable fitted = fit().withTraining(usual -> few(usual).withHeldOut(0.3)).fitted()) {
      Data heldOut = fitted.heldOut();
      assertEquals(0.3 * ROWS, heldOut.count());
      assertEquals(heldOut.count(), fitted.model().reference().count());
      assertEquals(loss(fitted), fitted.outcome().loss().orElseThrow(), 1e-6);
    }
  }

  /** The mean loss of the whole model on the rows held out. */
  private static double loss(FittedTable fitted) {
    Data heldOut = fitted.heldOut();
    float[] logProb = fitted.model().logProb(heldOut);
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < logProb.length; i++) {
      sum -= heldOut.weight(i) * logProb[i];
      weights += heldOut.weight(i);
    }
    return sum / weights;
  }

  /** Of as many steps that each member follows its rows and is far off those held out of it. */
  @Test
  void eachMemberIsMeasuredOnRowsThatItHasNotLearnedFrom() throws IOException {
    TableFit two =
        fit()
            .withFlow(FlowFamily.MAF, size -> new FlowFamily.Size(2, 64, 1, 8))
            .withTraining(
                usual ->
                    Training.defaults().withSteps(400).withMembers(2).withHeldOut(0.2).withSeed(3));
    try (FittedTable fitted = two.fitted()) {
      assertEquals(0.4 * ROWS, fitted.heldOut().count(), "of two members");
      double whole = loss(fitted);
      double loss = fitted.outcome().loss().orElseThrow();
      assertTrue(loss > whole + 0.01, loss + " by members, " + whole + " by those that learned");
      int measured = fitted.model().reference().count();
      assertEquals(fitted.heldOut().count(), measured);
    }
  }

  @Test
  void ofManyRowsTheSameOnesAreHeldOutOfAllMembers() throws IOException {
    TableFit two =
        TableFit.of(numbers(5_000))
            .withFlow(FlowFamily.NICE, usual -> new FlowFamily.Size(1, 8, 1, 8))
            .withTraining(usual -> few(usual).withMembers(2));
    assertEquals(1, two.parts().scored().size(), "of two members");
    try (FittedTable fitted = two.fitted()) {
      assertEquals(500, fitted.heldOut().count());
      assertEquals(500, fitted.model().reference().count());
      assertEquals(loss(fitted), fitted.outcome().loss().orElseThrow(), 1e-6, "of the ensemble");
    }
  }

  @ParameterizedTest
  @CsvSource({"5000, true", "5001, false"})
  void ofFewNumbersGaussiansStandBesideTheFlows(int rows, boolean isStacked) throws IOException {
    TableFit two = of(numbers(rows)).withTraining(usual -> few(usual).withMembers(2).withSteps(1));
    try (TableModel model = two.fit()) {
      assertEquals(
          isStacked,
          model.distribution().description().entries().containsKey("training.gaussians"));
    }
  }

  @Test
  void namesAnOwnFlowThatIsAbsent() {
    Expect.failed(
        NullPointerException.class,
        "the flow mine on 2 columns",
        () -> fit().withFlow("mine", columns -> null).fit());
  }

  @Test
  void withoutHeldOutRowsAllAreComparedWith() throws IOException {
    try (FittedTable fitted = fit().withTraining(usual -> few(usual).withHeldOut(0)).fitted()) {
      assertEquals(0, fitted.heldOut().count());
      assertTrue(fitted.outcome().loss().isEmpty());
      assertEquals(ROWS, fitted.model().reference().count());
    }
  }

  private static TableSchema schema(TableFit fit) throws IOException {
    return fit.parts().table().schema();
  }

  @Test
  void columnsAreModelledGivenPredictedOrLeftOut() throws IOException {
    TableSchema given = schema(fit().given("cut").withKind("carat", new ColumnKind.Real()));
    assertEquals(List.of("carat", "price"), names(given.modelled()));
    assertEquals(List.of("cut"), names(given.given()));
    assertEquals(new ColumnKind.Real(), given.modelled().get(0).kind());
    TableSchema predicted = schema(fit().predicting("price").withMissing(Missing.DROP));
    assertEquals(List.of("price"), names(predicted.modelled()));
    assertEquals(List.of("carat", "cut"), names(predicted.given()));
    assertFalse(predicted.modelled().get(0).hasGaps());
    String alone = "predicting [price] models these columns alone";
    Expect.rejected(alone, () -> schema(fit().givenAny().predicting("price")));
    Expect.rejected(alone, () -> schema(fit().predicting("price").modelling("carat")));
    TableFit some = fit().predicting("price").given("cut");
    try (TableModel model =
        some.withFlow(FlowFamily.MAF, usual -> new FlowFamily.Size(1, 8, 1, 8)).fit()) {
      assertEquals(List.of("cut"), names(model.schema().given()));
      Expect.rejected("is conditioned on cut, and cut has no value", () -> model.draw(1, 1));
      assertEquals("Fair", model.draw(Map.of("cut", "Fair"), 2, 1).get(1).get("cut"));
      assertEquals(Optional.of(new TableOrigin("maf", RowColumns.NONE)), model.origin());
    }
  }

  @Test
  void requirementsAddUp() {
    TableFit fit = fit().requiring("carat > 100").requiring("price > 0");
    Expect.rejected("\"carat > 100\" is required", () -> schema(fit));
    Expect.rejected(
        "\"price > 9999\" is required",
        () -> schema(fit().requiring("price > 9999").requiring("carat > 0")));
  }

  /** Of three halves, the third is the first one again. */
  @Test
  void membersMayHoldOutTheSameRows() throws IOException {
    TableFit fit =
        fit().withTraining(usual -> few(usual).withMembers(3).withHeldOut(0.5).withSteps(2));
    try (FittedTable fitted = fit.fitted()) {
      assertEquals(ROWS, fitted.heldOut().count());
      assertEquals(ROWS, fitted.logProb().length);
      assertEquals(ROWS, fitted.model().score(stones(2)).size());
    }
  }

  @Test
  void rowsCountByAColumnThatIsNotModelled() throws IOException {
    TableFit weighted = all().weightedBy("weight");
    try (FittedTable fitted = weighted.fitted()) {
      assertEquals(List.of("carat", "price"), names(fitted.model().schema().modelled()));
      assertEquals(
          1, fitted.notes().size(), "only stones of one cut have a weight: " + fitted.notes());
      assertEquals(Optional.of("weight"), fitted.model().origin().orElseThrow().rows().weights());
      assertEquals(loss(fitted), fitted.outcome().loss().orElseThrow(), 1e-6);
    }
    TableFit heavier = of(stones(1, 3 << 20)).weightedBy("weight");
    try (TableModel model = weighted.fit();
        TableModel same = heavier.fit()) {
      assertEquals(model.distribution().weights(), same.distribution().weights());
    }
    TableFit both = weighted.given("weight");
    Expect.rejected("weight", both::fit);
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    TableSource trips =
        Tables.of(
            "start,seats", 100, i -> List.of("%02d:%02d".formatted(i % 24, 7 * i % 60), i % 9));
    TableFit fit = TableFit.of(trips);
    Expect.rejected(
        "column start: its values are on a circle (time), and have no quantiles",
        () -> fit.predicting("start").parts());
    Expect.rejected(
        "t has no rows any more, 20 in the pass before", TableFit.of(passes(20, 0))::parts);
    Expect.rejected(
        "t has no rows any more, 20 in the pass before", TableFit.of(passes("x,y", 20, 0))::parts);
    TableFit few = TableFit.of(passes(12, 12)).withTraining(usual -> usual.withHeldOut(0.96));
    Expect.rejected("the held-out fraction 0.96 of 12 rows is all of them", few::parts);
  }

  @Test
  void aModelIsTrainedFurtherFromItsOwnWeights() throws IOException {
    try (TableModel model = fit().fit();
        TableModel further =
            TableFit.of(stones(1)) // of another flow than the model's
                .startingFrom(model)
                .withTraining(usual -> usual.withSteps(150))
                .fit();
        TableModel same =
            fit()
                .startingFrom(model)
                .withTraining(usual -> usual.withSteps(1).withBatchSize(1))
                .fit()) {
      assertEquals(model.schema(), further.schema());
      assertEquals(model.origin(), further.origin());
      assertEquals(
          model.distribution().description().definition(),
          further.distribution().description().definition());
      Data rows = TableReader.readAll(stones(2), model.schema(), Missing.MODEL);
      assertArrayEquals(model.logProb(rows), same.logProb(rows), "no better weights");
      assertNotEquals(model.logProb(rows)[0], further.logProb(rows)[0]);
      TableSource none = TableSources.ofRecords("none", Stone.class, List.<Stone>of());
      Expect.rejected("none has no rows", TableFit.of(none).startingFrom(model)::parts);
    }
  }

  /** Whole numbers, dates, and amounts of which a quarter is zero, within a hundred of a start. */
  private static TableSource months(int start) {
    Random random = new Random(start);
    IntUnaryOperator next = i -> start + (i < 2 ? 99 * i : random.nextInt(100));
    return Tables.of(
        "x,day,amount",
        200,
        i ->
            List.of(
                next.applyAsInt(i),
                LocalDate.ofEpochDay(next.applyAsInt(i)),
                i % 4 == 3 ? 0 : 200 + next.applyAsInt(i)));
  }

  @Test
  void drawsOfAFurtherFitReachItsRows() throws IOException {
    try (TableModel model = of(months(0)).fit();
        TableModel further = of(months(300)).startingFrom(model).fit()) {
      assertEquals(List.of(0.0, "1970-01-01", 200.0), clipped(model, -1e5));
      assertEquals(List.of(99.0, "1970-04-10", 299.0), clipped(model, 1e5));
      assertEquals(List.of(0.0, "1970-01-01", 200.0), clipped(further, -1e5));
      assertEquals(List.of(399.0, "1971-02-04", 599.0), clipped(further, 1e5));
    }
  }

  @Test
  void aFurtherFitNotesGivenNumbersBeyondTheFirst() throws IOException {
    try (TableModel model = of(months(0)).given("x", "day").fit()) {
      assertEquals(List.of(), notesBeyond(model, 5), "5 of 100 numbers are beyond");
      List<String> notes = notesBeyond(model, 20);
      assertEquals(1, notes.size(), notes::toString);
      assertTrue(notes.get(0).contains("the first fit's range of x, day;"), notes.get(0));
    }
  }

  private static List<String> notesBeyond(TableModel model, int start) throws IOException {
    List<String> notes = of(months(start)).startingFrom(model).parts().table().notes();
    return notes.stream().filter(note -> note.contains("beyond")).toList();
  }

  /** Returns the value that each column draws for a number. */
  private static List<Object> clipped(TableModel model, double x) {
    return model.schema().modelled().stream().map(column -> column.coding().drawn(x)).toList();
  }

  @Test
  void furtherTrainingIsNotLongerForManyRows() throws IOException {
    TableFit any =
        TableFit.of(numbers(2_000))
            .givenAny()
            .withFlow(FlowFamily.NICE, usual -> new FlowFamily.Size(1, 8, 1, 8));
    try (TableModel model = any.withTraining(TableFitTest::few).fit()) {
      List<Integer> steps = new ArrayList<>();
      for (TableFit each : List.of(any, any.startingFrom(model))) {
        FitParts unused =
            each.withTraining(
                    usual -> {
                      steps.add(usual.steps());
                      return usual;
                    })
                .parts();
      }
      assertEquals(new FitSize(2_000, model.schema()).training().steps(), steps.get(0));
      assertTrue(steps.get(1) < steps.get(0), steps::toString);
    }
  }

  /** A fit whose held-out losses fall at the end of the usual 500 steps. */
  private static TableFit slow() {
    return fit()
        .withTraining(
            usual ->
                usual.withLearningRate(LearningRate.constant(1e-4)).withMembers(1).withSeed(1));
  }

  /** Follows the steps of each training, and stops the last of some trainings at its begin. */
  private static FitListener following(List<Integer> steps, int trainings) {
    return new FitListener() {
      @Override
      public void begun(String flow, Training recipe, int heldOut) {
        steps.add(recipe.steps());
      }

      @Override
      public void progressed(Progress progress) {
        if (steps.size() == trainings) {
          progress.stop();
        }
      }

      @Override
      public void ended() {
        steps.add(0);
      }
    };
  }

  @Test
  void aJointDensityOfOtherThanTheUsualStepsIsNotTrainedForLonger() throws IOException {
    List<Integer> steps = new ArrayList<>();
    TableFit other = slow().withTraining(usual -> few(usual).withSteps(499));
    try (FittedTable fitted = other.listening(following(steps, 3)).fitted()) {
      assertEquals(List.of(499, 0), steps);
      assertEquals(499, fitted.outcome().steps());
    }
  }

  @Test
  void ofALongerTrainingThatIsWorseTheFirstOneStays() throws IOException {
    List<Integer> steps = new ArrayList<>();
    try (FittedTable fitted = slow().listening(following(steps, 2)).fitted()) {
      assertEquals(List.of(500, 2_000, 0), steps);
      assertEquals(500, fitted.outcome().steps(), "the longer one was stopped at its begin");
      assertEquals("complete", fitted.outcome().end());
    }
    steps.clear();
    try (FittedTable fitted = slow().listening(following(steps, 1)).fitted()) {
      assertEquals(List.of(500, 0), steps, "after the first one was stopped");
      assertTrue(fitted.outcome().steps() < 500);
    }
  }

  @Test
  void aJointDensityThatStillImprovesIsTrainedForLongerWithCheckpointsOfItsOwn(@TempDir Path folder)
      throws IOException {
    TableFit kept =
        slow()
            .withTraining(
                usual ->
                    usual
                        .withLearningRate(LearningRate.constant(1e-4))
                        .withMembers(1)
                        .withCheckpoints(folder, 250, 1));
    List<Integer> steps = new ArrayList<>();
    try (FittedTable first = kept.listening(following(steps, 3)).fitted()) {
      assertEquals(List.of(500, 2_000, 0), steps);
      assertEquals(2_000, first.outcome().steps());
      assertTrue(Files.exists(folder.resolve("step-500.checkpoint")));
      assertTrue(Files.exists(folder.resolve("longer").resolve("step-2000.checkpoint")));
      steps.clear();
      try (TableModel again = kept.listening(following(steps, 2)).fit()) {
        assertEquals(List.of(500, 2_000, 0), steps);
        assertEquals(first.model().score(stones(2)), again.score(stones(2)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1999, nothing, 3120",
    "2000, nothing, 0",
    "999, any, 0",
    "999, name, 0",
    "999, number 1, 0"
  })
  void ofFewRowsAJointDensityAloneHasALongerTraining(int rows, String target, int steps)
      throws IOException {
    FitSize size = new FitSize(rows, sized(3, target).parts().table().schema());
    Optional<Training> longer = size.longerThan(size.training());
    assertEquals(steps, longer.map(Training::steps).orElse(0));
    longer.ifPresent(
        training -> assertEquals(1.0 / 50, (double) training.validation().every() / steps, 1e-3));
  }

  @Test
  void aListenerFollowsTheStagesAndStopsTheTraining() throws IOException {
    List<String> stages = new ArrayList<>();
    FitListener listener =
        new FitListener() {
          @Override
          public void scanned(ScannedTable table) {
            stages.add("scanned " + table.schema().modelled().size());
          }

          @Override
          public void read(FitRows rows) {
            stages.add("read " + rows.count());
          }

          @Override
          public void begun(String flow, Training recipe, int heldOut) {
            stages.add("begun " + heldOut);
          }

          @Override
          public void progressed(Progress progress) {
            progress.stop();
          }

          @Override
          public void ended() {
            stages.add("ended");
          }
        };
    TableFit many = fit().withTraining(usual -> usual.withSteps(100_000).withMembers(1));
    try (FittedTable fitted = many.listening(listener).fitted()) {
      assertEquals(List.of("scanned 3", "read 400", "begun 40", "ended"), stages);
      assertTrue(fitted.outcome().steps() < 100_000);
    }
  }

  @Test
  void aStoppedEnsembleHasHeldOutTheRowsOfItsMembersAlone() throws IOException {
    TableFit three = fit().withTraining(usual -> few(usual).withMembers(3));
    try (FittedTable fitted = three.listening(FitListener.ofTraining(Progress::stop)).fitted()) {
      assertEquals(ROWS / 10, fitted.heldOut().count());
      assertEquals(ROWS / 10, fitted.model().reference().count());
    }
  }

  @Test
  void ofMillionsOfRowsThoseAreKeptThatTheStepsVisit() throws IOException {
    double[] numbers = new double[2_300_000];
    Arrays.setAll(numbers, i -> i % 1_000_003);
    TableFit fit = TableFit.of(TableSources.ofColumns("numbers", Map.of("x", numbers)));
    List<FitRows> seen = new ArrayList<>();
    FitListener listener =
        new FitListener() {
          @Override
          public void read(FitRows rows) {
            seen.add(rows);
          }
        };
    FitParts some =
        fit.listening(listener)
            .withTraining(usual -> usual.withSteps(9_000).withBatchSize(210))
            .parts();
    assertEquals(numbers.length, some.count());
    assertEquals(2_100_000, some.rows().count());
    assertEquals(9_000 * 210, some.splits().get(0).training().count());
    assertEquals(numbers.length, seen.get(0).count());
    assertEquals(2_100_000, seen.get(0).kept());
    double mean = 0;
    for (float x : some.rows().x().values()) {
      mean += some.table().schema().modelled().get(0).unscaled(x) / some.rows().count();
    }
    assertEquals(Arrays.stream(numbers).average().orElseThrow(), mean, 500); // by chance 60
    FitParts all = fit.withTraining(usual -> usual.withSteps(10_000)).parts();
    assertEquals(numbers.length, all.rows().count());
    TableColumn column = all.table().schema().modelled().get(0);
    assertEquals(0, column.unscaled(all.rows().x().values()[0]));
  }

  @Test
  void aTableOfWhichNoRowIsLeftIsRefused() {
    List<Stone> stones = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      stones.add(new Stone(i, "Fair", i < 10 ? Double.NaN : i + 0.5, i < 10 ? i : Double.NaN));
    }
    TableFit fit = TableFit.of(TableSources.ofRecords("stones", Stone.class, stones));
    TableFit dropping = fit.withMissing(Missing.DROP);
    Expect.rejected("stones has no training rows: all are left out", dropping::fit);
    Expect.rejected(
        "stones has no column to model: all are given or left out",
        () -> fit.given("carat").without("cut", "price", "weight").fit());
    List<Stone> numbered = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      numbered.add(new Stone(i, "Fair", 2 * i, i / 4.0));
    }
    TableFit doubled = TableFit.of(TableSources.ofRecords("stones", Stone.class, numbered));
    Expect.rejected(
        "stones has no column to model: column price is 2 carat: it is left out of the model, and"
            + " restored in draws; to model it, do not give carat",
        () -> doubled.modelling("price").given("carat", "weight").fit());
  }

  /** A table of a column and of as many rows in each pass. */
  private static TableSource passes(int... counts) {
    return passes("x", counts);
  }

  /** A table of as many rows in each pass. */
  private static TableSource passes(String columns, int... counts) {
    List<String> names = Tables.names(columns);
    Iterator<TableSource> passes =
        Arrays.stream(counts)
            .mapToObj(
                count ->
                    Tables.of(columns, count, i -> names.stream().map(x -> Math.sin(i)).toList()))
            .iterator();
    return new TableSource() {
      @Override
      public String name() {
        return "t";
      }

      @Override
      public List<String> columns() {
        return names;
      }

      @Override
      public RowCursor open() throws IOException {
        return passes.next().open();
      }
    };
  }

  @Test
  void anotherNumberOfRowsInAPassIsTold() throws IOException {
    List<String> told = new ArrayList<>();
    FitListener listener =
        new FitListener() {
          @Override
          public void read(FitRows rows) {
            told.addAll(rows.notes());
          }
        };
    FitParts fewer = TableFit.of(passes(60, 20)).listening(listener).parts();
    assertEquals(
        List.of("t has 20 rows, 60 in the pass before; expected the same rows in each pass"),
        fewer.table().notes());
    assertEquals(fewer.table().notes(), told);
    assertEquals(
        List.of("t has 60 rows, 20 in the pass before; expected the same rows in each pass"),
        TableFit.of(passes(20, 60)).parts().table().notes());
    assertEquals(List.of(), TableFit.of(passes(60, 60)).parts().table().notes());
  }

  @Test
  void aMistypedKeyIsAProblemOfItsRow() throws IOException {
    try (TableModel model = all().weightedBy("weight").fit()) {
      Map<String, Object> whole = Map.of("carat", 1.1, "cut", "Ideal", "price", 2);
      RowScore score = model.score(whole);
      assertEquals(Optional.empty(), score.problem());
      Map<String, Object> more =
          Map.of("carat", 1.1, "cut", "Ideal", "price", 2, "weight", 3, "prices", 7, "id", "a");
      assertEquals(score, model.score(more), "of a row with all columns, and others");
      Map<String, Object> gap = Map.of("carat", 1.1, "cut", "Ideal");
      Map<String, Object> mistyped = Map.of("carat", 1.1, "cut", "Ideal", "prise", 2);
      assertEquals(Optional.empty(), model.score(gap).problem(), "of a missing price");
      Map<String, Object> series = Map.of("carat", 1.1, "cut", "Ideal", "price2", 2);
      assertEquals(Optional.empty(), model.score(series).problem(), "of another price");
      assertEquals(
          Optional.of("the row has none of the model's columns: carat, price"),
          model.score(Map.of("id", 3)).problem());
      List<RowScore> scores = model.score(List.of(gap, mistyped, whole));
      assertEquals(
          Optional.of(
              "the model has no column \"prise\" (did you mean \"price\"?); the row lacks price"),
          scores.get(1).problem());
      assertEquals(model.reference().pValue(Double.NEGATIVE_INFINITY), scores.get(1).pValue());
      assertEquals(Optional.empty(), scores.get(0).problem());
      assertEquals(Optional.empty(), scores.get(2).problem());
    }
  }

  /** The target alternates between neighbouring whole numbers, which few networks can learn. */
  @Test
  void predictionsFollowTheStepsOfGivenNumbers() throws IOException {
    Random random = new Random(3);
    TableSource source =
        Tables.of(
            "x,y,constant,follows",
            3_000,
            i -> {
              int x = random.nextInt(40);
              return List.of(x, x % 2 + 0.1 * random.nextGaussian(), "same", 3 * x + 1);
            });
    TableFit fit = TableFit.of(source).predicting("y").withTraining(usual -> usual.withMembers(1));
    try (FittedTable fitted = fit.fitted()) {
      assertEquals(List.of("x"), names(fitted.model().schema().given()));
      double truth = Math.log(0.1) + 0.5 * Math.log(2 * Math.PI * Math.E);
      assertEquals(truth, fitted.outcome().loss().orElseThrow(), 0.2);
      double median = fitted.model().predict("y").given(Map.of("x", 7)).median();
      assertEquals(1, median, 0.2);
      assertEquals(median, fitted.model().predict("y").given(Map.of("follows", 22)).median());
      RowCodec codec = new RowCodec(fitted.model().schema());
      Rows conditions = codec.contexts(codec.sources(Map.of("x", 7)), 2);
      assertArrayEquals(
          conditions.values(),
          codec.contexts(codec.sources(Map.of("follows", 22, "constant", "same")), 2).values());
    }
  }

  private static TableSource numbers(int count) {
    Random random = new Random(5);
    return Tables.of("x,y", count, i -> List.of(random.nextGaussian(), random.nextGaussian()));
  }

  private static RowScore score(double pValue) {
    return new RowScore(-1, 1, pValue, Optional.empty(), List.of());
  }

  @Test
  void aPValueOfAtMostTheRateIsAnAnomaly() {
    assertFalse(score(0.011).isAnomaly(0.01));
    assertTrue(score(0.01).isAnomaly(0.01));
    assertTrue(score(0.001).isAnomaly(0.01));
  }

  public record Weighted(double x, double y, double weight) {
    /** Narrow numbers and, once in {@code every} rows, a wide one. */
    static List<Weighted> rows(int count, int every) {
      Random random = new Random(2);
      return IntStream.range(0, count)
          .mapToObj(
              i ->
                  i % every == 0
                      ? new Weighted(random.nextGaussian(), 8 + 6 * random.nextGaussian(), 3)
                      : new Weighted(random.nextGaussian(), random.nextGaussian(), 0.2))
          .toList();
    }
  }

  /** One row in four is wide; by the weights, five in six are. */
  @Test
  void newRowsAreComparedWithHeldOutOnesByTheirWeights() throws IOException {
    TableFit fit =
        TableFit.of(TableSources.ofRecords("t", Weighted.class, Weighted.rows(1_200, 4)))
            .predicting("y")
            .weightedBy("weight")
            .withTraining(usual -> usual.withMembers(1).withSteps(200).withHeldOut(0.5));
    List<Weighted> unseen = new ArrayList<>(Weighted.rows(500, 1));
    unseen.addAll(Weighted.rows(101, 101).subList(1, 101));
    try (TableModel model = fit.fit()) {
      List<RowScore> scores =
          model.score(unseen.stream().map(row -> Map.of("x", row.x(), "y", row.y())).toList());
      assertEquals(0.1, share(scores, score -> score.pValue() <= 0.1), 0.05);
      assertEquals(0.5, share(scores, score -> score.pValue() <= 0.5), 0.1);
      Predictor predictor = model.predict("y");
      double within =
          share(
              unseen, row -> predictor.given(Map.of("x", row.x())).interval(0.9).contains(row.y()));
      assertEquals(0.9, within, 0.04);
    }
  }

  private static <T> double share(List<T> all, Predicate<T> which) {
    return (double) all.stream().filter(which).count() / all.size();
  }

  /** Names that hardly depend on many numbers, which a network learns by heart. */
  private static TableSource weak() {
    Random random = new Random(1);
    return Tables.of(
        "x0,x1,x2,x3,x4,x5,x6,x7,x8,x9,x10,x11,y,weight",
        400,
        i -> {
          List<Object> row = new ArrayList<>();
          IntStream.range(0, 12).forEach(k -> row.add(random.nextGaussian()));
          row.add((double) row.get(0) + 2 * random.nextGaussian() > 0 ? "yes" : "no");
          row.add(1 + 5 * (i % 2));
          return row;
        });
  }

  @Test
  void heldOutRowsAreTheLikeliest() throws IOException {
    TableFit fit =
        TableFit.of(weak())
            .predicting("y")
            .weightedBy("weight")
            .withTraining(usual -> usual.withMembers(1).withSteps(200));
    try (FittedTable fitted = fit.fitted()) {
      Predictor predictor = fitted.model().predict("y");
      Data heldOut = fitted.heldOut();
      Predictions predictions = predictor.given(heldOut);
      float[] observed = predictor.observed(heldOut);
      double lossAt = lossAt(predictions.probabilities(), observed, heldOut, 1);
      assertEquals(fitted.outcome().loss().orElseThrow(), lossAt, 1e-5);
      for (double temperature : new double[] {0.9, 0.98, 1.02, 1.1}) {
        double other = lossAt(predictions.probabilities(), observed, heldOut, temperature);
        assertTrue(other > lossAt, "%s at %s, %s at 1".formatted(other, temperature, lossAt));
      }
    }
  }

  /** The log-loss of two names at another temperature. */
  private static double lossAt(
      double[] probabilities, float[] observed, Data rows, double temperature) {
    double sum = 0;
    double weights = 0;
    for (int i = 0; i < observed.length; i++) {
      double first = Math.pow(probabilities[2 * i], 1 / temperature);
      double second = Math.pow(probabilities[2 * i + 1], 1 / temperature);
      double likelihood = (observed[i] == 0 ? first : second) / (first + second);
      sum -= rows.weight(i) * Math.log(likelihood);
      weights += rows.weight(i);
    }
    return sum / weights;
  }

  @Test
  void membersAreClosedAndTheWholeIsNot() {
    CompiledDistribution whole = CompiledDistribution.compile(StandardNormal.of(1), 0);
    CompiledDistribution member = CompiledDistribution.compile(StandardNormal.of(1), 0);
    new FittedMembers(whole, List.of(whole, member)).close();
    float[][] row = {{1}};
    assertEquals(1, whole.logProb(row).length);
    assertThrows(IllegalStateException.class, () -> member.logProb(row));
    whole.close();
  }

  /** A name and numbers. */
  private static TableFit sized(int columns) {
    List<String> names =
        IntStream.range(0, columns).mapToObj(j -> j == 0 ? "name" : "number " + j).toList();
    return TableFit.of(
        Tables.of(
            String.join(",", names),
            100,
            i ->
                IntStream.range(0, columns)
                    .mapToObj(j -> j > 0 ? Math.sin(i * i * j) : i % 3 == 0 ? "a" : "b")
                    .toList()));
  }

  private static TableFit sized(int columns, String target) {
    return switch (target) {
      case "nothing" -> sized(columns);
      case "any" -> sized(columns).givenAny();
      default -> sized(columns).predicting(target);
    };
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "3, 999, name, 502, 4, -",
        "3, 1999, name, 780, 4, -",
        "3, 2000, name, 781, 4, ALL",
        "3, 49999, name, 7486, 4, ALL",
        "3, 50000, name, 7486, 1, ALL",
        "3, 999, number 1, 1000, 4, -",
        "3, 1000, number 1, 500, 4, -",
        "3, 7999, number 1, 3000, 4, -",
        "3, 8000, number 1, 3000, 4, ALL",
        "3, 50000, number 1, 7486, 1, ALL",
        "3, 7999, nothing, 3000, 1, -",
        "3, 8000, nothing, 3000, 1, SQUARE",
        "3, 100000, nothing, 10000, 1, SQUARE",
        "8, 7999, nothing, 3000, 1, -",
        "8, 8000, nothing, 5000, 1, SQUARE",
        "8, 100000, nothing, 12000, 1, SQUARE",
        "3, 999, any, 2000, 3, -",
        "3, 1000, any, 500, 1, -",
        "3, 2999, any, 1171, 1, -",
        "3, 4000, any, 2500, 1, -",
        "3, 20000, any, 12000, 1, SQUARE"
      })
  void theTrainingFollowsFromRowsAndColumns(
      int columns, int rows, String target, int steps, int members, Muon.@Nullable Kernels kernels)
      throws IOException {
    Training training =
        new FitSize(rows, sized(columns, target).parts().table().schema()).training();
    assertEquals(Optional.ofNullable(kernels), training.optimization().muon().map(Muon::kernels));
    assertEquals(steps, training.steps());
    assertEquals(members, training.members());
    assertEquals(1.0 / 50, (double) training.validation().every() / steps, 1e-3);
  }

  @ParameterizedTest
  @CsvSource({"2000, 15, 15", "1000, 7, 32", "500, 3, 75", "20, 1, 225"})
  void rowsOfFewGroupsAreValidatedOftenWithTheSamePatienceInSteps(
      int groups, int every, int patience) throws IOException {
    TableSource table =
        Tables.of("group,number,other", 2_000, i -> List.of(i % groups, i * i % 97, i % 7));
    List<Validation> seen = new ArrayList<>();
    FitParts unused =
        TableFit.of(table)
            .groupedBy("group")
            .withTraining(
                usual -> {
                  seen.add(usual.validation());
                  return usual;
                })
            .parts();
    Validation validation = seen.get(0);
    assertEquals(every, validation.every());
    assertEquals(patience, validation.patience());
  }

  @ParameterizedTest
  @CsvSource({"2, 1", "3, 4"})
  void rareNamesArePredictedBySeveralMembers(int every, int members) throws IOException {
    TableSource table =
        Tables.of("name,number", 50_000, i -> List.of(i % every == 0 ? "a" : "b", i % 100));
    FitParts parts = TableFit.of(table).predicting("name").parts();
    assertEquals(members, parts.splits().size());
  }
}
