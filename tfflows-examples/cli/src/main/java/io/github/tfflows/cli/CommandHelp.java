package io.github.tfflows.cli;

import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;

/** The help of a command, without defaults that are empty. */
final class CommandHelp extends Help {
  private static final Set<String> EMPTY = Set.of("Default:", "Default: []", "Default: {}");

  CommandHelp(CommandSpec command, ColorScheme colours) {
    super(command, colours);
  }

  @Override
  public IOptionRenderer createDefaultOptionRenderer() {
    IOptionRenderer usual = super.createDefaultOptionRenderer();
    return (option, label, colours) -> withoutEmpty(usual.render(option, label, colours));
  }

  @Override
  public IParameterRenderer createDefaultParameterRenderer() {
    IParameterRenderer usual = super.createDefaultParameterRenderer();
    return (parameter, label, colours) -> withoutEmpty(usual.render(parameter, label, colours));
  }

  private static Ansi.Text[][] withoutEmpty(Ansi.Text[][] lines) {
    return Arrays.stream(lines)
        .filter(cells -> !EMPTY.contains(cells[cells.length - 1].plainString().strip()))
        .toArray(Ansi.Text[][]::new);
  }
}
