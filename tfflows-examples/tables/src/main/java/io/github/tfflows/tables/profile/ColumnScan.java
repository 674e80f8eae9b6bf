package io.github.tfflows.tables.profile;

import io.github.tfflows.tables.column.Coding;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.Moment;
import io.github.tfflows.tables.column.NameCoding;
import io.github.tfflows.tables.column.NumberCoding;
import io.github.tfflows.tables.column.Relation;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TimeCoding;
import io.github.tfflows.tables.sketch.Digest;
import io.github.tfflows.tables.source.RowCursor;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A pass over a column, which determines its kind and whether it can be used. */
public final class ColumnScan implements Serializable {
  private static final long serialVersionUID = 1;

  /** The most different numbers that are names beside a text in at least this share of cells. */
  private static final int FEW_NUMBERS = 20;

  private static final double OFTEN = 0.01;

  /** The least share of the cells with texts among which as many different numbers are names. */
  private static final double SHARED = 0.25;

  private static final Pattern PADDED = Pattern.compile("\\s*[+-]?0[0-9]");
  private static final Pattern WHOLE = Pattern.compile("\\s*[+-]?[0-9]+\\s*");
  private static final Pattern DIGITS = Pattern.compile("\\s*[+-]?[0-9]+(\\.[0-9]+)?\\s*");

  private final String name;
  private final String shown;
  private final @Nullable ColumnKind declared;
  private final Repeats repeats;
  private final Identifiers identifiers;
  private final NumberScan numbers;
  private final TextScan texts = new TextScan();
  private final Digest digest = new Digest();

  /**
   * The first number that is a code in a column without a declared kind: one with leading zeros, or
   * a whole number that double precision does not represent exactly.
   */
  private TextScan.@Nullable Cell code;

  /** The first large number with decimals that double precision does not represent exactly. */
  private TextScan.@Nullable Cell rounded;

  /** The first number of a column without a declared kind: a typo if nearly all are times. */
  private TextScan.@Nullable Cell firstNumber;

  /** The first number other than zero that may not suit the column. */
  private TextScan.@Nullable Cell unsuited;

  /** The first zero that does not suit the declared kind, unless it is a point mass. */
  private TextScan.@Nullable Cell unsuitedZero;

  private long count;
  private long gaps;

  /** The finding of the rows so far, once it was asked for. */
  private transient @Nullable Finding finding;

  /** The first number other than zero that counts as zero; zero if there is none. */
  private double tiny;

  public ColumnScan(
      String name, @Nullable ColumnKind declared, Repeats repeats, Identifiers identifiers) {
    this.name = name;
    this.shown = Excerpt.of(name);
    this.declared = declared;
    this.numbers = new NumberScan(repeats);
    this.repeats = repeats;
    this.identifiers = identifiers;
  }

  public void accept(RowCursor row, int index) {
    finding = null;
    double number = row.number(index);
    boolean isText = declared != null && (declared.isNamed() || declared.isTemporal());
    String text = isText || Double.isNaN(number) ? row.text(index) : null;
    if (text != null) {
      count++;
      texts.accept(text, row);
      digest.add(text);
      return;
    }
    String exact =
        Math.abs(number) >= ColumnKind.LARGEST_WHOLE ? rounded(row, index, number) : null;
    if (exact == null) {
      digest.add(number);
    } else {
      digest.add(exact);
    }
    if (Double.isNaN(number)) {
      gaps++;
    } else {
      count++;
      double seen = TableColumn.seen(number);
      numbers.accept(seen);
      tiny = tiny == 0 && seen == 0 ? number : tiny;
      if (declared == null && firstNumber == null) {
        firstNumber = cell(row, index);
      }
      if (declared == null && code == null) {
        code = code(row, index, exact);
      }
      if (declared == null && rounded == null && exact != null) {
        rounded = new TextScan.Cell(exact, row.place(), count);
      }
      if (Math.abs(seen) > Float.MAX_VALUE
          || (declared != null && declared.unsuitable(seen, Math.signum(seen)).isPresent())) {
        addUnsuited(row, index, seen);
      }
    }
  }

  private TextScan.Cell cell(RowCursor row, int index) {
    String text = Objects.requireNonNull(row.text(index), "the text of a number");
    return new TextScan.Cell(text, row.place(), count);
  }

  private void addUnsuited(RowCursor row, int index, double number) {
    TextScan.Cell cell = cell(row, index);
    if (number == 0) {
      unsuitedZero = unsuitedZero == null ? cell : unsuitedZero;
    } else {
      unsuited = unsuited == null ? cell : unsuited;
    }
  }

  private TextScan.@Nullable Cell code(RowCursor row, int index, @Nullable String exact) {
    String text = row.text(index);
    if (text == null) {
      return null;
    }
    boolean isKey = exact != null && WHOLE.matcher(exact).matches();
    return isKey || isPadded(text) ? new TextScan.Cell(text, row.place(), count) : null;
  }

  private static boolean isPadded(String text) {
    return text.indexOf('0') >= 0 && PADDED.matcher(text).lookingAt();
  }

  /** Returns the text of a large number, such as an identifier, that is not equal to the double. */
  private static @Nullable String rounded(RowCursor row, int index, double number) {
    String text = row.text(index);
    return text != null
            && DIGITS.matcher(text).matches()
            && new BigDecimal(text.strip()).compareTo(new BigDecimal(number)) != 0
        ? text
        : null;
  }

  /** Adds the values of the rows that follow. */
  public void append(ColumnScan later) {
    finding = null;
    numbers.append(later.numbers);
    texts.append(later.texts);
    code = TextScan.Cell.first(code, later.code, count);
    firstNumber = TextScan.Cell.first(firstNumber, later.firstNumber, count);
    rounded = TextScan.Cell.first(rounded, later.rounded, count);
    unsuited = TextScan.Cell.first(unsuited, later.unsuited, count);
    unsuitedZero = TextScan.Cell.first(unsuitedZero, later.unsuitedZero, count);
    digest.append(later.digest);
    tiny = tiny == 0 ? later.tiny : tiny;
    count += later.count;
    gaps += later.gaps;
  }

  /** Returns a key that columns with equal values in all rows share. */
  public Object digest() {
    return digest.sum();
  }

  public String name() {
    return name;
  }

  public long count() {
    return count;
  }

  public long gaps() {
    return gaps;
  }

  /** Whether there are texts, or its kind reads numbers as text. */
  public boolean isText() {
    return texts.count() > 0;
  }

  public NumberScan numbers() {
    return numbers;
  }

  public NameScan names() {
    return texts.names();
  }

  public TimeScan moments() {
    return texts.times().orElseThrow();
  }

  public Finding finding() {
    Finding known = finding;
    if (known == null) {
      known = found();
      finding = known;
    }
    return known;
  }

  private Finding found() {
    if (count == 0) {
      return empty();
    }
    if (declared == null) {
      return texts.count() == 0 && code == null ? ofNumbers(numbers.kind()) : inferred();
    }
    if (declared instanceof ColumnKind.Bool) {
      return ofTruths();
    }
    if (declared.isTemporal()) {
      return ofTimes(declared);
    }
    return declared.isNamed() ? ofNames() : ofNumbers(declared);
  }

  private Finding inferred() {
    long others = count - texts.count();
    Optional<TimeScan> times = texts.times().filter(scan -> 2 * scan.count() > count);
    if (times.isPresent()) {
      return mostly(times.get());
    }
    if (code != null) {
      return codes(code);
    }
    if (others > 0 && areTruths() && isOften(texts.count())) {
      return truths(others);
    }
    if (others > 0) {
      TextScan.Cell text = texts.first().orElseThrow();
      String why = others < texts.count() ? mixed(text, others) : typo("a number", others, text);
      return areNames(others)
          ? new Finding.Redeclared(new ColumnKind.Categorical(), why, names(text))
          : new Finding.Unusable(why);
    }
    boolean isTruth = texts.firstWithoutTruth().isEmpty() && texts.names().truths().isPresent();
    return isTruth ? ofTruths() : ofNames();
  }

  /** Finds a column of times, unless one of its cells is a number or a text of another form. */
  private Finding mostly(TimeScan times) {
    Moment.Form form = times.form();
    return Optional.ofNullable(firstNumber)
        .or(() -> texts.firstUnlike(form))
        .<Finding>map(cell -> new Finding.Unusable(typo(form.example(), times.count(), cell)))
        .orElseGet(() -> ofTimes(times));
  }

  /** Finds names, since a number is a code, such as a postal one or a key. */
  private Finding codes(TextScan.Cell cell) {
    String text = Excerpt.of(cell.text());
    String numeric = numbers.areWhole() && isPadded(cell.text()) ? "integer" : "real";
    String found =
        isPadded(cell.text())
            ? "\"%s\" has leading zeros, as codes do".formatted(text)
            : "\"%s\" has more digits than a number holds, as identifiers do".formatted(text);
    return new Finding.Redeclared(
        new ColumnKind.Categorical(),
        "%s, column %s: %s; declare %s=categorical, or %s=%s if it has numbers"
            .formatted(cell.place(), shown, found, shown, shown, numeric),
        "%s, column %s: %s; all values are read as names (declare %s=%s to read them as numbers)"
            .formatted(cell.place(), shown, found, shown, numeric));
  }

  /** Finds truth values among which some are written as zero and one. */
  private Finding truths(long others) {
    String found =
        String.format(
            Locale.ROOT,
            "column %s: %,d of the %,d values are 0 or 1, the others words such as \"%s\"",
            shown,
            others,
            count,
            Excerpt.of(texts.first().orElseThrow().text()));
    return new Finding.Redeclared(
        new ColumnKind.Bool(),
        "%s; declare %s=boolean".formatted(found, shown),
        found + "; all are read as truth values");
  }

  /** Whether the numbers are names, as the texts are, and the texts are no typos. */
  private boolean areNames(long others) {
    NameScan names = texts.names();
    if (areTruths() || names.looksOtherwise() || texts.times().isPresent()) {
      return false;
    }
    boolean isNoTypo = isOften(names.most());
    boolean areFew = isNoTypo && numbers.areAtMost(Math.min(FEW_NUMBERS, others / NameScan.RARE));
    boolean areFewer = texts.count() >= SHARED * count && numbers.areAtMost(names.size());
    return areFew || areFewer;
  }

  private String names(TextScan.Cell cell) {
    return String.format(
        Locale.ROOT,
        "column %s: %,d of the %,d values are numbers, the others texts such as \"%s\"; all are read"
            + " as names (leave the texts' cells empty if they have no value)",
        shown,
        count - texts.count(),
        count,
        Excerpt.of(cell.text()));
  }

  private String mixed(TextScan.Cell cell, long others) {
    return String.format(
        Locale.ROOT,
        "%s, column %s: got \"%s\", but %,d of the %,d values are numbers%s",
        cell.place(),
        shown,
        Excerpt.of(cell.text()),
        others,
        count,
        texts
            .names()
            .lookalike()
            .map(form -> ", and the others are not; " + form.advice())
            .orElse(
                "; declare %s=categorical if they are names, too, or leave the other cells empty"
                    .formatted(shown)));
  }

  private String typo(String expected, long most, TextScan.Cell cell) {
    return String.format(
        Locale.ROOT,
        ("%s, column %s: got \"%s\", expected %s, as %,d of the %,d values are; correct it (leave"
            + " the cell empty if it has no value), or declare %s=%s"),
        cell.place(),
        shown,
        Excerpt.of(cell.text()),
        expected,
        most,
        count,
        shown,
        areTruths() ? "boolean" : "categorical");
  }

  /** Whether texts in some cells are no typos. */
  private boolean isOften(long cells) {
    return cells >= Math.max(NameScan.RARE, OFTEN * count);
  }

  /** Whether all texts are true and false, and all numbers zero and one. */
  private boolean areTruths() {
    return texts.firstWithoutTruth().isEmpty()
        && numbers.areTwo()
        && numbers.low() >= 0
        && numbers.high() <= 1;
  }

  private Finding rejected(String expected, TextScan.Cell cell, ColumnKind kind) {
    return new Finding.Unusable(
        "%s, column %s: got \"%s\", expected %s (its kind is %s)"
            .formatted(cell.place(), shown, Excerpt.of(cell.text()), expected, kind.text()));
  }

  private Finding ofNumbers(ColumnKind kind) {
    Optional<Finding> text =
        texts.first().flatMap(cell -> unsuited(new TableColumn(name, kind, List.of()), cell));
    if (text.isPresent()) {
      return text.get();
    }
    if (numbers.isConstant() && tiny != 0) {
      return new Finding.Unusable(
          ("column %s: got %s, which counts as zero, as do all its values: TensorFlow has no"
                  + " numbers below 2.2e-308; give the column another unit, or leave it out")
              .formatted(shown, Numbers.text(tiny)));
    }
    if (numbers.isConstant() && rounded != null) {
      return new Finding.Unusable(inexact(rounded) + ", or leave it out");
    }
    if (numbers.isConstant() && (gaps == 0 || !numbers.hasMasses())) {
      double value = numbers.low();
      boolean isWhole = value == Math.rint(value);
      ColumnKind plain = isWhole ? new ColumnKind.Whole() : new ColumnKind.Real();
      return constant(plain, Numbers.text(value), Numbers.text(value));
    }
    TableColumn column = new TableColumn(name, kind, numbers.coding(kind), share());
    return Stream.of(Optional.ofNullable(unsuited), Optional.ofNullable(unsuitedZero))
        .flatMap(Optional::stream)
        .flatMap(cell -> unsuited(column, cell).stream())
        .findFirst()
        .orElseGet(() -> usable(column));
  }

  /** Says why a cell does not suit a column of numbers; empty if it does. */
  private static Optional<Finding> unsuited(TableColumn column, TextScan.Cell cell) {
    try {
      float unused = column.parse(cell.text());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new Finding.Unusable("%s, %s".formatted(cell.place(), e.getMessage())));
    }
  }

  private Finding usable(TableColumn column) {
    List<String> notes = new ArrayList<>(numbers.notes(column));
    Optional.ofNullable(rounded).map(this::inexact).ifPresent(notes::add);
    return new Finding.Usable(column, notes);
  }

  private String inexact(TextScan.Cell cell) {
    return "%s, column %s: \"%s\" is read as the number %s; if it is a code, declare %s=categorical"
        .formatted(
            cell.place(),
            shown,
            Excerpt.of(cell.text()),
            Numbers.text(Numbers.parse(cell.text())),
            shown);
  }

  private Finding ofNames() {
    NameScan names = texts.names();
    if (names.isConstant() && (gaps == 0 || names.isUnique())) {
      return constantText();
    }
    if (isIdentifier(names)) {
      return identifier(names);
    }
    if (names.hasTooMany() && (names.isUnique() || names.isUncounted())) {
      return new Finding.Unusable(tooMany(names));
    }
    NameCoding coding = names.coding();
    TableColumn column = new TableColumn(name, new ColumnKind.Categorical(), coding, share());
    List<String> notes = new ArrayList<>();
    if (coding.pool() > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              ("column %s has %,d different names; the %,d rarest share one outcome,"
                  + " in proportion to their counts"),
              shown,
              coding.names().size(),
              coding.pool()));
    }
    Optional<String> odd = declared == null ? names.lookalikes().or(names::gaps) : Optional.empty();
    odd.or(names::twins).ifPresent(note -> notes.add("column %s: %s".formatted(shown, note)));
    return new Finding.Usable(column, notes);
  }

  /** Whether names are left out as identifiers, which do not look like numbers to be mended. */
  private boolean isIdentifier(NameScan names) {
    return identifiers == Identifiers.LEFT_OUT
        && names.areIdentifiers()
        && (declared != null || names.lookalike().isEmpty());
  }

  private Finding identifier(NameScan names) {
    String many =
        names.isUncounted()
            ? String.format(Locale.ROOT, "more than %,d", NameScan.MOST_COUNTED)
            : String.format(Locale.ROOT, "%,d", names.size());
    return new Finding.LeftOut(
        "column %s is an identifier, with %s names such as \"%s\", each in one row only"
            .formatted(shown, many, Excerpt.of(texts.first().orElseThrow().text())),
        Optional.empty());
  }

  private String tooMany(NameScan names) {
    int most = names.isUncounted() ? NameScan.MOST_COUNTED : NameScan.MOST_NAMES;
    String found =
        String.format(
            Locale.ROOT,
            "column %s has more than %,d different names, such as \"%s\"",
            shown,
            most,
            Excerpt.of(texts.first().orElseThrow().text()));
    String why = names.isUnique() ? found + ", each in one row only: it is an identifier" : found;
    return names.lookalikes().map(note -> "%s; %s".formatted(why, note)).orElse(why);
  }

  private Finding ofTruths() {
    ColumnKind kind = new ColumnKind.Bool();
    Optional<TextScan.Cell> other = texts.firstWithoutTruth();
    if (other.isPresent()) {
      return rejected("true or false, yes or no, t or f, 1 or 0", other.get(), kind);
    }
    return texts.names().truths().map(coding -> usable(kind, coding)).orElseGet(this::constantText);
  }

  private Finding ofTimes(ColumnKind kind) {
    Optional<TimeScan> times = texts.times(kind);
    if (times.isEmpty()) {
      return rejected(Moment.Form.of(kind, "").example(), texts.first().orElseThrow(), kind);
    }
    return texts
        .firstUnlike(times.get().form())
        .map(cell -> rejected(times.get().form().example(), cell, kind))
        .orElseGet(() -> ofTimes(times.get()));
  }

  private Finding ofTimes(TimeScan times) {
    List<Double> masses = repeats != Repeats.DENSITY ? times.masses() : List.of();
    if (times.isConstant() && (gaps == 0 || masses.isEmpty())) {
      return constantText();
    }
    TimeCoding coding = times.coding(masses);
    TableColumn column = new TableColumn(name, times.form().kind(), coding, share());
    List<String> notes = new ArrayList<>(times.far(shown, coding, masses));
    times.offsets(shown).ifPresent(notes::add);
    Optional<String> finer = times.finer(shown, coding, masses);
    finer.ifPresent(notes::add);
    if (finer.isEmpty() && times.isRounded(masses)) {
      notes.add(
          "column %s has a step of %s s; single precision holds its times to %s s"
              .formatted(shown, Numbers.text(coding.step()), Numbers.text(times.rounding(masses))));
    }
    return new Finding.Usable(column, notes);
  }

  private Finding usable(ColumnKind kind, Coding coding) {
    return new Finding.Usable(new TableColumn(name, kind, coding, share()), List.of());
  }

  private double share() {
    return gaps / (double) (gaps + count);
  }

  private Finding constantText() {
    String text = texts.first().orElseThrow().text();
    return constant(new ColumnKind.Categorical(), text, "\"" + Excerpt.of(text) + "\"");
  }

  /** The finding of a column without values, which is left out, and empty in draws. */
  private Finding empty() {
    ColumnKind kind =
        declared == null || declared.isNamed() || declared.isTemporal()
            ? new ColumnKind.Categorical()
            : declared;
    TableColumn column = new TableColumn(name, kind, List.of());
    return new Finding.LeftOut(
        "column %s has no value".formatted(shown),
        Optional.of(new Finding.Restored(column, Relation.Constant.EMPTY)));
  }

  /**
   * The finding of a constant column, which is left out, and restored in draws if each row has the
   * value.
   */
  private Finding constant(ColumnKind kind, String text, String value) {
    String why =
        "column %s is constant, %s in every row%s"
            .formatted(shown, value, gaps == 0 ? "" : " that has a value");
    Coding coding =
        kind.isNamed()
            ? new NameCoding(List.of(text), List.of(), 0)
            : new NumberCoding(kind.isWhole() ? 1 : 0);
    TableColumn column = new TableColumn(name, kind, coding, 0);
    return new Finding.LeftOut(
        why,
        gaps == 0
            ? Optional.of(new Finding.Restored(column, new Relation.Constant(text)))
            : Optional.empty());
  }
}
