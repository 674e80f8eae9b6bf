package io.github.tfflows.cli.option;

import io.github.tfflows.cli.file.format.OutputColumn;
import io.github.tfflows.cli.file.format.TypedSource;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The option of columns that go from the data to the results. */
public final class KeepOption {
  @Option(
      names = "--keep",
      paramLabel = "NAME",
      split = ",",
      converter = ListedName.class,
      description =
          "Columns of DATA to write first, such as keys. Without them, score, predict and"
              + " explain write the row's number.")
  public List<String> names = List.of();

  /** Returns how the columns of a table are written: in its types, if it has any. */
  public List<OutputColumn> columns(TableSource source) {
    return names.stream()
        .map(
            name ->
                new OutputColumn(
                    name, TypedSource.type(source, name).orElse(OutputColumn.Type.TEXT)))
        .toList();
  }

  /** Rejects columns that the results have anyway. */
  public void requireOthers(CommandSpec command, TableSchema schema) {
    List<String> modelled = schema.written().stream().map(TableColumn::name).toList();
    List<String> twice = names.stream().filter(modelled::contains).toList();
    if (!twice.isEmpty()) {
      throw Limits.rejected(
          command,
          "--keep must name columns other than those of the model, got " + Excerpt.of(twice));
    }
  }
}
