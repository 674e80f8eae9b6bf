package io.github.tfflows.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tfflows.cli.option.ThreadsOption;
import io.github.tfflows.cli.report.DescriptionText;
import io.github.tfflows.cli.report.JsonOutput;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.tables.TableOrigin;
import io.github.tfflows.tables.column.TableSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.TensorInfo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code describe}. */
@Command(
    name = "describe",
    header = "Prints the contents of a model.",
    description = "Prints its columns, definition, signatures, sizes and training.")
public final class DescribeCommand implements Callable<Integer> {
  @Spec private CommandSpec command = CommandSpec.create();

  @Parameters(
      paramLabel = "MODEL",
      description = "A directory that fit wrote, or the export of any model of the library.")
  private Path model = Path.of("");

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Mixin private final ThreadsOption threads = new ThreadsOption();

  @Override
  public Integer call() throws IOException {
    try (CompiledDistribution loaded = CompiledDistribution.load(model, threads.execution())) {
      ObjectNode description = description(loaded);
      var out = command.commandLine().getOut();
      out.println(json ? JsonOutput.text(description) : DescriptionText.of(description));
    }
    return 0;
  }

  private ObjectNode description(CompiledDistribution loaded) throws IOException {
    Map<String, String> entries = loaded.description().entries();
    ObjectNode all = JsonOutput.object();
    all.put("model", model.toString());
    if (entries.containsKey("flow")) {
      all.put("flow", entries.get("flow"));
    }
    if (TableSchema.isIn(loaded.description())) {
      TableSchema schema = TableSchema.of(loaded.description());
      all.set("columns", JsonOutput.columns(schema.modelled()));
      all.set("given", JsonOutput.columns(schema.given()));
      if (!schema.derived().isEmpty()) {
        ObjectNode derived = all.putObject("derived");
        schema.derived().forEach(one -> derived.put(one.column().name(), one.relation().words()));
      }
    } else {
      all.put("event", loaded.eventShape().toString());
      all.put("context", loaded.contextSize());
    }
    put(all, "weights", entries.get(TableOrigin.WEIGHT_COLUMN));
    put(all, "groups", entries.get(TableOrigin.GROUP_COLUMN));
    all.put("parameters", loaded.weights().size());
    Path file = model.resolve("saved_model.pb");
    all.put("bytes", Files.size(file));
    signatures(all.putObject("signatures"), file);
    ObjectNode record = all.putObject("training");
    entries.forEach(
        (key, value) -> {
          if (key.startsWith("training.")) {
            record.put(key.substring("training.".length()), value);
          }
        });
    all.put("library", entries.getOrDefault("library.version", ""));
    all.put("definition", entries.getOrDefault("definition", ""));
    return all;
  }

  private static void put(ObjectNode all, String name, @Nullable String column) {
    if (column != null) {
      all.put(name, column);
    }
  }

  /** Adds the signatures of the file, some of which are only for servers. */
  private static void signatures(ObjectNode all, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      new TreeMap<>(SavedModel.parseFrom(in).getMetaGraphs(0).getSignatureDefMap())
          .forEach(
              (name, one) ->
                  all.put(
                      name, tensors(one.getInputsMap()) + " -> " + tensors(one.getOutputsMap())));
    }
  }

  /** Lists the names of tensors by their types. */
  private static String tensors(Map<String, TensorInfo> tensors) {
    Map<String, List<String>> byType = new TreeMap<>();
    new TreeMap<>(tensors)
        .forEach(
            (name, info) ->
                byType.computeIfAbsent(type(info), unseen -> new ArrayList<>()).add(name));
    return byType.entrySet().stream()
        .map(entry -> String.join(", ", entry.getValue()) + " " + entry.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String type(TensorInfo info) {
    String sizes =
        info.getTensorShape().getDimList().stream()
            .map(dimension -> Long.toString(dimension.getSize()))
            .collect(Collectors.joining(", ", "[", "]"));
    return info.getDtype().name().replace("DT_", "").toLowerCase(Locale.ROOT) + sizes;
  }
}
