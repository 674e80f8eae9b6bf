package io.github.tfflows.cli.option;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks of the numbers on a command line, before any work. */
public final class Limits {
  /** Rejects a number below a limit; an option that is not given has its default. */
  public static void atLeast(
      CommandSpec command, String option, int least, @Nullable Integer given) {
    if (given != null && given < least) {
      throw rejected(command, "%s must be at least %s, got %s".formatted(option, least, given));
    }
  }

  /** Rejects a number outside of limits; an option that is not given has its default. */
  public static void within(
      CommandSpec command, String option, int least, int most, @Nullable Integer given) {
    if (given != null && (given < least || given > most)) {
      throw rejected(
          command,
          String.format(
              Locale.ROOT, "%s must be from %d to %,d, got %,d", option, least, most, given));
    }
  }

  /** Rejects a number that is not positive or not finite. */
  static void positive(CommandSpec command, String option, double given) {
    if (!(given > 0 && Double.isFinite(given))) {
      throw rejected(command, "%s must be positive, got %s".formatted(option, given));
    }
  }

  /** Rejects a number outside of 0 to 1; an option that is not given has its default. */
  public static void share(CommandSpec command, String option, @Nullable Double given) {
    if (given != null && !(given > 0 && given < 1)) {
      throw rejected(command, "%s must be between 0 and 1, got %s".formatted(option, given));
    }
  }

  /** Rejects options that would have no effect; {@code when} names the reason. */
  public static void idle(CommandSpec command, boolean areIdle, String when, String... options) {
    for (String option : options) {
      if (areIdle && command.commandLine().getParseResult().hasMatchedOption(option)) {
        throw rejected(command, "%s has no effect %s".formatted(option, when));
      }
    }
  }

  /** Rejects a value that is given twice. */
  public static void once(CommandSpec command, String option, List<?> given) {
    Set<Object> seen = new HashSet<>();
    for (Object value : given) {
      if (!seen.add(value)) {
        throw rejected(command, "%s has %s twice".formatted(option, value));
      }
    }
  }

  /**
   * Returns the values by the names of {@code NAME=VALUE}; the sign is the index of the equals sign
   * between both, below one for none.
   *
   * @throws ParameterException if a name is there twice
   */
  public static Map<String, String> byName(
      CommandSpec command, String option, List<String> given, ToIntFunction<String> sign) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String text : given) {
      int at = sign.applyAsInt(text);
      if (at < 1) {
        throw rejected(command, "%s must be NAME=VALUE, got %s".formatted(option, text));
      }
      String name = text.substring(0, at);
      if (values.putIfAbsent(name, text.substring(at + 1)) != null) {
        throw rejected(command, "%s names %s twice".formatted(option, name));
      }
    }
    return values;
  }

  /** Returns the exception for a wrong command line. */
  public static ParameterException rejected(CommandSpec command, String message) {
    return new ParameterException(command.commandLine(), message);
  }

  private Limits() {}
}
