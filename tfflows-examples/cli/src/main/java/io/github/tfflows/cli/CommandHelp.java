package io.github.tfflows.cli;

import io.github.tfflows.cli.option.CheckpointOptions;
import io.github.tfflows.cli.option.ColumnOptions;
import io.github.tfflows.cli.option.DataOptions;
import io.github.tfflows.cli.option.FlowOptions;
import io.github.tfflows.cli.option.FormatOptions;
import io.github.tfflows.cli.option.KeepOption;
import io.github.tfflows.cli.option.MissingOption;
import io.github.tfflows.cli.option.OutputOptions;
import io.github.tfflows.cli.option.RunningOptions;
import io.github.tfflows.cli.option.ServerLimits;
import io.github.tfflows.cli.option.ThreadsOption;
import io.github.tfflows.cli.option.TrainingOptions;
import io.github.tfflows.cli.option.UnseenOption;
import io.github.tfflows.cli.option.UnsuitableOption;
import io.github.tfflows.core.data.Layout;
import io.github.tfflows.tables.flow.FlowFamily;
import java.lang.reflect.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The help of a command, its options in sections, without defaults that are empty. */
final class CommandHelp extends Help {
  private static final String FIRST = "Options";
  private static final Set<String> EMPTY = Set.of("Default:", "Default: []", "Default: {}");

  /**
   * The headings of options, by the class that declares the options. The options of the command
   * itself come first.
   */
  private static final Map<Class<?>, String> SECTIONS =
      Map.ofEntries(
          Map.entry(DataOptions.class, "Reading"),
          Map.entry(MissingOption.class, "Reading"),
          Map.entry(FormatOptions.class, "Reading"),
          Map.entry(UnsuitableOption.class, "Reading"),
          Map.entry(UnseenOption.class, "Reading"),
          Map.entry(ColumnOptions.class, "Columns"),
          Map.entry(FlowOptions.class, "Flow"),
          Map.entry(TrainingOptions.class, "Training"),
          Map.entry(CheckpointOptions.class, "Checkpoints"),
          Map.entry(KeepOption.class, "Output"),
          Map.entry(OutputOptions.class, "Output"),
          Map.entry(ServerLimits.class, "Limits"),
          Map.entry(RunningOptions.class, "Running"),
          Map.entry(ThreadsOption.class, "Running"));

  CommandHelp(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer usual = super.createDefaultOptionRenderer();
    return (option, label, colours) -> withoutEmpty(usual.render(lowered(option), label, colours));
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    IParameterRenderer usual = super.createDefaultParameterRenderer();
    return (parameter, label, colours) -> withoutEmpty(usual.render(parameter, label, colours));
  }

  @Override
  public String optionList() {
    Map<String, List<OptionSpec>> sections = new LinkedHashMap<>(Map.of(FIRST, new ArrayList<>()));
    for (OptionSpec option : commandSpec().options()) {
      sections.computeIfAbsent(section(option), name -> new ArrayList<>()).add(option);
    }
    if (sections.size() == 1) {
      return super.optionList();
    }
    StringBuilder text = new StringBuilder();
    sections.forEach(
        (name, options) -> {
          text.append("%s%s:%n".formatted(text.isEmpty() ? "" : System.lineSeparator(), name));
          Layout layout = createDefaultLayout(options, List.of(), colorScheme());
          layout.addAllOptions(options, parameterLabelRenderer());
          text.append(layout);
        });
    return text.toString();
  }

  private static String section(OptionSpec option) {
    return option.userObject() instanceof Member member
        ? SECTIONS.getOrDefault(member.getDeclaringClass(), FIRST)
        : FIRST;
  }

  /** The option with its choices as users write them. */
  private static OptionSpec lowered(OptionSpec option) {
    if (!option.type().isEnum() || option.type() == FlowFamily.class) {
      return option;
    }
    List<String> choices = new ArrayList<>();
    option.completionCandidates().forEach(one -> choices.add(one.toLowerCase(Locale.ROOT)));
    OptionSpec.Builder copy = OptionSpec.builder(option).completionCandidates(choices);
    Object usual = option.initialValue();
    return usual == null
        ? copy.build()
        : copy.defaultValue(usual.toString().toLowerCase(Locale.ROOT)).build();
  }

  private static Ansi.Text[][] withoutEmpty(Ansi.Text[][] lines) {
    return Arrays.stream(lines)
        .filter(cells -> !EMPTY.contains(cells[cells.length - 1].plainString().strip()))
        .toArray(Ansi.Text[][]::new);
  }
}
