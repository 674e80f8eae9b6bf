package io.github.tfflows.cli.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.Main;
import io.github.tfflows.cli.evaluate.Examination;
import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.evaluate.Trial;
import io.github.tfflows.cli.file.Inputs;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.core.base.GaussianMixture;
import io.github.tfflows.core.model.ExportOptions;
import io.github.tfflows.core.model.ModelDescription;
import io.github.tfflows.tables.FitOutcome;
import io.github.tfflows.tables.FitRows;
import io.github.tfflows.tables.TableFit;
import io.github.tfflows.tables.Tables;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.testing.Folder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** Reports of fits, models and evaluations, as text, JSON and pages. */
@Tag("training")
class ReportsTest {
  private static final List<String> HOSTILE =
      List.of("<script>alert(1)</script>", "a & b \"c\" 'd'", "naïve—名");

  @TempDir private Path folder = Path.of("");

  @Test
  void isOneWellFormedFileWithItsPicturesInside() throws Exception {
    Report report = withLosses(Trial.report(Trial.gaussian(1, 4, 3)));
    Path file = folder.resolve("new/report.html");
    try (OutputFile output = OutputFile.open(file, ExportOptions.Existing.KEEP, Inputs.of())) {
      HtmlReport.write(report, output);
    }
    String page = Files.readString(file);
    assertTrue(page.startsWith("<!DOCTYPE html>"), page.substring(0, 40));
    Document document = parse(page);
    assertEquals(
        List.of("levels", "pairs", "marginals", "calibration", "latent", "loss"),
        all(document, "figure").stream().map(figure -> figure.getAttribute("id")).toList());
    for (Element image : all(document, "img")) {
      BufferedImage picture = decoded(image.getAttribute("src"));
      assertEquals(2 * Integer.parseInt(image.getAttribute("width")), picture.getWidth());
      assertTrue(colors(picture) > 20, "a picture shows something");
      assertFalse(image.getAttribute("alt").isBlank());
    }
    assertEquals("definition" + "a flow", all(document, "details").get(0).getTextContent());
    assertEquals(
        List.of("Rows", "Columns", "Baselines", "Seed", "flow"),
        all(document, "dt").stream().map(Element::getTextContent).toList());
    assertEquals(List.of(), all(document, "script"));
    assertEquals(List.of(), all(document, "link"));
    assertFalse(page.replaceAll("base64,[^\"]*", "").contains("//"), "nothing from elsewhere");
    assertEquals(List.of(file), Folder.files(folder.resolve("new")), "nothing else is left");
  }

  @Test
  void holdsTheNumbers() throws Exception {
    Report report = Trial.report(Trial.gaussian(1, 4, 3));
    String text = parse(HtmlReport.page(report)).getDocumentElement().getTextContent();
    Examination evaluation = report.evaluation();
    assertTrue(text.contains(evaluation.likelihood().model().toString()));
    evaluation.likelihood().baselines().forEach(one -> assertTrue(text.contains(one.name())));
    evaluation.verdicts().forEach(one -> assertTrue(text.contains(one.test())));
    assertTrue(text.contains("rejected") && !text.contains("passed"));
    assertTrue(text.contains("2,000"));
    assertTrue(text.contains("Bonferroni"));
    Trial.NAMES.forEach(name -> assertTrue(text.contains(name)));
  }

  @Test
  void namesAreTextAndNothingElse() throws Exception {
    String page = HtmlReport.page(Trial.newReport(Trial.gaussian(1, 2, 3), HOSTILE));
    Document document = parse(page);
    assertEquals(List.of(), all(document, "script"));
    String text = document.getDocumentElement().getTextContent();
    HOSTILE.forEach(name -> assertTrue(text.contains(name), name));
  }

  @Test
  void leavesOutWhatTheModelDoesNotHave() throws Exception {
    Document document = parse(HtmlReport.page(Trial.report(new GaussianMixture(2, 3))));
    assertEquals(
        List.of("levels", "pairs", "marginals"),
        all(document, "figure").stream().map(figure -> figure.getAttribute("id")).toList());
    String text = document.getDocumentElement().getTextContent();
    assertTrue(text.contains("the base of the model is not a standard normal"));
    assertFalse(text.contains("Bonferroni"), "there are no coordinates to correct for");
  }

  private static Report withLosses(Report report) {
    String curve = "10 9.5 8; 20 7 8; 30 6 6.5; 40 5.5 6";
    return new Report(
        report.subject(),
        report.evaluation(),
        new ModelDescription(Map.of(LossCurve.KEY, curve, "definition", "a flow", "flow", "maf")),
        report.evidence(),
        report.test(),
        report.synthetic(),
        report.anomalies());
  }

  private static Document parse(String page) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    return builder.parse(
        new InputSource(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8))));
  }

  private static List<Element> all(Document document, String tag) {
    NodeList nodes = document.getElementsByTagName(tag);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static BufferedImage decoded(String source) throws IOException {
    String start = "data:image/png;base64,";
    assertTrue(source.startsWith(start));
    byte[] png = Base64.getDecoder().decode(source.substring(start.length()));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertNotEquals(null, picture);
    return picture;
  }

  private static long colors(BufferedImage picture) {
    int width = picture.getWidth();
    int height = picture.getHeight();
    return java.util.Arrays.stream(picture.getRGB(0, 0, width, height, null, 0, width))
        .distinct()
        .count();
  }

  private static String reported(boolean asJson) {
    StringWriter out = new StringWriter();
    CommandLine tool = Main.commandLine().setOut(new PrintWriter(out));
    FitReport report = new FitReport(tool.getCommandSpec(), asJson);
    report.notes(List.of("column b is constant"));
    TableColumn a = new TableColumn("a", new ColumnKind.Real(), List.of());
    TableSchema schema = new TableSchema(List.of(a), List.of());
    SkippedRows none = new SkippedRows(0, 0, List.of());
    report.rows(new FitRows("t", schema, 20, 20, RowColumns.NONE, none, List.of("20, not 60")));
    OptionalDouble loss = OptionalDouble.of(2);
    OptionalDouble inTraining = OptionalDouble.of(1);
    OptionalDouble ofGaussian = OptionalDouble.of(3);
    report.end(
        Path.of("m"),
        new FitOutcome(2000, List.of(1800), loss, inTraining, ofGaussian, "last", List.of()));
    return out.toString();
  }

  @Test
  void theNotesAboutColumnsAndRowsAreTold() throws IOException {
    assertEquals(
        List.of("Note      column b is constant", "Note      20, not 60", "Data      t: 20 rows"),
        reported(false).lines().limit(3).toList());
    assertEquals(
        "[\"column b is constant\",\"20, not 60\"]",
        new ObjectMapper().readTree(reported(true)).get("notes").toString());
  }

  @Test
  void thousandsAreWrittenInOneWay() {
    String result = "log-density of held-out rows -2.0000 nats a row, best step 1,800; 2,000 steps";
    assertTrue(reported(false).contains(result), reported(false));
  }

  private static String firstLine(int columns, Conditioning conditioning) {
    StringWriter out = new StringWriter();
    CommandLine tool = Main.commandLine().setOut(new PrintWriter(out));
    List<TableColumn> wide =
        IntStream.range(0, columns)
            .mapToObj(i -> new TableColumn("c" + i, new ColumnKind.Real(), List.of()))
            .toList();
    TableSchema schema = new TableSchema(wide, List.of(), conditioning, List.of());
    SkippedRows none = new SkippedRows(0, 0, List.of());
    new FitReport(tool.getCommandSpec(), false)
        .rows(new FitRows("t", schema, 20, 20, RowColumns.NONE, none, List.of()));
    return out.toString().lines().findFirst().orElseThrow();
  }

  @Test
  void theTimeAndTheMemoryOfManyColumnsAreTold() {
    assertEquals("Data      t: 20 rows", firstLine(400, Conditioning.NONE));
    String note =
        "Note      a model of 500 columns takes about %s of memory before its first step:"
            + " leave columns out (--without), or model one (--columns) given others (--given)";
    assertEquals(note.formatted("50 s and 2.0 GB"), firstLine(500, Conditioning.NONE));
    assertEquals(note.formatted("120 s and 4.8 GB"), firstLine(500, Conditioning.ANY));
  }

  private static List<String> skipped(int rows) {
    Map<Long, String> problems = new TreeMap<>();
    LongStream.rangeClosed(1, rows).forEach(row -> problems.put(row, "odd"));
    StringWriter out = new StringWriter();
    SkippedReport.print(new PrintWriter(out), "t", SkippedRows.unsuitable(problems));
    return out.toString().lines().toList();
  }

  @Test
  void rowsBeyondTheFirstReasonsAreCounted() {
    List<String> lines = skipped(30);
    assertEquals("t: 30 rows not suiting the columns:", lines.get(0));
    assertEquals("row 5, odd", lines.get(5));
    assertEquals(List.of("and 25 more"), lines.subList(6, lines.size()));
    assertEquals(6, skipped(5).size());
  }

  @Test
  void aProgramIsToldTheUnitOfSmallNumbers() throws IOException {
    TableSource small = Tables.of("x", 200, i -> List.of(1e-50 * Math.sin(i)));
    List<TableColumn> columns = TableFit.of(small).parts().table().schema().modelled();
    double scale = JsonOutput.columns(columns).get(0).path("scale").asDouble();
    assertEquals(columns.get(0).unit(), scale);
    assertTrue(scale < 1e-40, "scale " + scale);
  }

  @Test
  void aProgramIsToldAllLogDensities() throws IOException {
    JsonNode summary = new ObjectMapper().readTree(reported(true));
    assertEquals(-2, summary.get("held_out_log_prob").asDouble());
    assertEquals(-1, summary.get("held_out_log_prob_in_training").asDouble());
    assertEquals(-3, summary.get("gaussian_log_prob").asDouble());
    assertEquals("1800", summary.get("best_step").asText());
  }

  @Test
  void definitionsAreTheirPartsAndRecipesTheirNumbers() {
    ObjectNode description = JsonOutput.object();
    description.put("model", "m");
    description
        .putObject("training")
        .put("steps", "7")
        .put("recipe", "Training[steps=9, batchSize=80, seed=1, optimizer=Adam[beta1=0.9]]");
    description.put(
        "definition",
        "TableDensity[cells=[NumberCell[map=Standardize[mean=[0.5]]], NumberCell[map=Exp[]]]]");
    assertEquals(
        String.join(
            System.lineSeparator(),
            "model       m",
            "training    steps: 7",
            "            recipe: steps=9, batchSize=80, seed=1, beta1=0.9",
            "definition  TableDensity, 2 NumberCell, Standardize, Exp"),
        DescriptionText.of(description));
  }

  @Test
  void longLinesBreakAtSpaces() {
    ObjectNode description = JsonOutput.object();
    description.put("definition", "Chain[Permutation[]]");
    String name = "n".repeat(40);
    description.putObject("signatures").put("log_prob", name + ", " + name + ", " + name);
    assertEquals(
        List.of(
            "definition  Chain, Permutation",
            "signatures  log_prob: " + name + ",",
            "              " + name + ", " + name),
        DescriptionText.of(description).lines().toList());
  }

  @Test
  void manyDerivedColumnsAreCounted() {
    ObjectNode description = JsonOutput.object();
    ObjectNode derived = description.putObject("derived");
    ObjectNode sizes = description.putObject("sizes");
    IntStream.range(0, 12).forEach(i -> derived.put("x" + i, "equals column y"));
    IntStream.range(0, 20).forEach(i -> sizes.put("x" + i, i));
    assertEquals(33, DescriptionText.of(description).lines().count(), "all of 12 and 20");
    description.remove("sizes");
    IntStream.range(12, 100).forEach(i -> derived.put("x" + i, "equals column y"));
    String text = DescriptionText.of(description);
    assertEquals(14, text.lines().count(), text);
    assertEquals("            and 88 more", text.lines().skip(12).findFirst().orElseThrow());
  }
}
