package io.github.tfflows.cli.report;

import freemarker.core.HTMLOutputFormat;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import io.github.tfflows.cli.evaluate.LossCurve;
import io.github.tfflows.cli.evaluate.Report;
import io.github.tfflows.cli.file.OutputFile;
import io.github.tfflows.cli.picture.Figure;
import io.github.tfflows.cli.picture.Figures;
import io.github.tfflows.cli.statistic.Verdict;
import io.github.tfflows.cli.text.Notation;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** An evaluation as one HTML file with its pictures inside, readable without a network. */
public final class HtmlReport {
  private static final String TEMPLATE = "report.ftlh";

  /** The keys of long entries, which are folded. */
  private static final Set<String> FOLDED =
      Set.of("definition", "definition.record", "training.recipe");

  /** The prefix of keys for programs in a description. */
  private static final String TABLE = "table.";

  /** Writes and commits a report. */
  public static void write(Report report, OutputFile file) throws IOException {
    file.write(page(report));
  }

  /**
   * Returns the page, which is well-formed XML too.
   *
   * @throws IOException if the template is missing
   */
  static String page(Report report) throws IOException {
    List<Figure> figures = Figures.of(report);
    Map<String, Object> model = new HashMap<>(base(report, figures));
    report.anomalies().ifPresent(one -> model.put("anomalies", one));
    report
        .prediction()
        .ifPresent(
            one -> {
              model.put("prediction", one);
              model.put("predicted", PredictionText.lines(one, report.test().schema()));
            });
    report
        .synthetic()
        .ifPresent(
            one -> {
              model.put("synthetic", one);
              model.put("lines", SyntheticSummary.lines(one));
              model.put("note", SyntheticSummary.note(one));
            });
    StringWriter page = new StringWriter();
    try {
      template().process(model, page);
    } catch (TemplateException e) {
      throw new IllegalStateException("the template of the report does not fit: " + e, e);
    }
    return page.toString();
  }

  private static Map<String, Object> base(Report report, List<Figure> figures) {
    return Map.of(
        "report",
        report,
        "evaluation",
        report.evaluation(),
        "level",
        Verdict.LEVEL,
        "calibration",
        report.evaluation().model().calibration().map(List::of).orElse(List.of()),
        "entries",
        entries(report, key -> isForPeople(key) && !FOLDED.contains(key)),
        "definitions",
        entries(report, FOLDED::contains),
        "figures",
        figures.stream().collect(Collectors.toMap(Figure::name, Function.identity())),
        "write",
        new Notation());
  }

  private static List<List<String>> entries(Report report, Predicate<String> keys) {
    return report.description().entries().entrySet().stream()
        .filter(entry -> keys.test(entry.getKey()))
        .map(entry -> List.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static boolean isForPeople(String key) {
    return !key.equals(LossCurve.KEY) && !key.startsWith(TABLE);
  }

  private static Template template() throws IOException {
    Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(HtmlReport.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setLocale(Locale.ROOT);
    configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    return configuration.getTemplate(TEMPLATE);
  }

  private HtmlReport() {}
}
