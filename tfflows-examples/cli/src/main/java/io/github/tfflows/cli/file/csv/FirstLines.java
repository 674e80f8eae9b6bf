package io.github.tfflows.cli.file.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The beginning of a text; its last line may be cut. */
record FirstLines(String text, boolean isCut) {
  private static final int MANY = 1_000;
  private static final int MOST_CHARACTERS = 1 << 20;
  private static final int BUFFER = 1 << 12;

  static FirstLines one(BufferedReader text) throws IOException {
    return ahead(text, 1);
  }

  static FirstLines many(BufferedReader text) throws IOException {
    return ahead(text, MANY);
  }

  /** Reads no further than needed, since lines may arrive slowly. */
  private static FirstLines ahead(BufferedReader text, int lines) throws IOException {
    StringBuilder read = new StringBuilder();
    char[] buffer = new char[BUFFER];
    text.mark(MOST_CHARACTERS + BUFFER);
    int count = text.read(buffer);
    for (long begun = 0; count >= 0; count = text.read(buffer)) {
      begun += new String(buffer, 0, count).lines().count();
      read.append(buffer, 0, count);
      if (begun > lines || read.length() >= MOST_CHARACTERS) {
        break;
      }
    }
    text.reset();
    return new FirstLines(read.toString(), count >= 0);
  }

  /** Returns the number of values in the first line; zero if its end is unknown. */
  int fields(char delimiter) {
    List<List<String>> rows = rows(delimiter);
    return rows.isEmpty() ? 0 : rows.get(0).size();
  }

  /**
   * Returns the delimiter that splits lines into the most values if the usual one leaves the first
   * a single value; the usual one if it does not, or none does.
   */
  char delimiter(char usual) {
    if (fields(usual) != 1) {
      return usual;
    }
    return Delimiters.USUAL.stream()
        .filter(other -> columns(other) > 1)
        .max(Comparator.comparingInt(this::columns))
        .orElse(usual);
  }

  /** Returns the number of values in each of several lines; zero if they differ. */
  private int columns(char delimiter) {
    List<Integer> sizes = rows(delimiter).stream().map(List::size).toList();
    return sizes.size() > 1 && sizes.stream().distinct().count() == 1 ? sizes.get(0) : 0;
  }

  /** Returns the values of the complete lines before the first one that is malformed. */
  List<List<String>> rows(char delimiter) {
    List<List<String>> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = Delimiters.reader(new StringReader(text), delimiter)) {
      reader.forEach(line -> rows.add(line.getFields()));
    } catch (CsvParseException e) {
      return rows; // the pass over all lines names the defect
    } catch (IOException e) {
      throw new IllegalStateException("a string cannot fail to be read", e);
    }
    return isCut && !rows.isEmpty() ? rows.subList(0, rows.size() - 1) : rows;
  }
}
