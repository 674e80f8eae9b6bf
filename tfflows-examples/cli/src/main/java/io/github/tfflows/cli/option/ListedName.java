package io.github.tfflows.cli.option;

import picocli.CommandLine.ITypeConverter;

/**
 * The conversion of a name in a list with commas. A name that contains a comma is in quotes, as in
 * CSV.
 */
public final class ListedName implements ITypeConverter<String> {
  @Override
  public String convert(String text) {
    boolean isQuoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return isQuoted && text.contains(",") ? text.substring(1, text.length() - 1) : text;
  }
}
