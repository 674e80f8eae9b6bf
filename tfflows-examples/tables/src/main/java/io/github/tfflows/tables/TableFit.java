package io.github.tfflows.tables;

import io.github.tfflows.core.Distribution;
import io.github.tfflows.core.TransformedDistribution;
import io.github.tfflows.core.data.Data;
import io.github.tfflows.core.data.DataSource;
import io.github.tfflows.core.data.Rows;
import io.github.tfflows.core.model.CompiledDistribution;
import io.github.tfflows.core.training.Fold;
import io.github.tfflows.core.training.Training;
import io.github.tfflows.core.training.recipe.Validation;
import io.github.tfflows.tables.column.ColumnKind;
import io.github.tfflows.tables.column.TableColumn;
import io.github.tfflows.tables.column.TableSchema;
import io.github.tfflows.tables.column.Unseen;
import io.github.tfflows.tables.density.Conditioning;
import io.github.tfflows.tables.evaluation.Skill;
import io.github.tfflows.tables.flow.CalendarCycles;
import io.github.tfflows.tables.flow.FlowFamily;
import io.github.tfflows.tables.flow.SharedMasses;
import io.github.tfflows.tables.flow.TableDistribution;
import io.github.tfflows.tables.profile.Repeats;
import io.github.tfflows.tables.reading.EqualRows;
import io.github.tfflows.tables.reading.NamesOfGroups;
import io.github.tfflows.tables.reading.Reading;
import io.github.tfflows.tables.reading.RowColumns;
import io.github.tfflows.tables.reading.RowSample;
import io.github.tfflows.tables.reading.SkippedRows;
import io.github.tfflows.tables.reading.TableReader;
import io.github.tfflows.tables.reading.TimeOrder;
import io.github.tfflows.tables.reading.Unsuitable;
import io.github.tfflows.tables.requirement.Keys;
import io.github.tfflows.tables.requirement.Orders;
import io.github.tfflows.tables.requirement.Requirement;
import io.github.tfflows.tables.requirement.Requirements;
import io.github.tfflows.tables.scan.ScannedTable;
import io.github.tfflows.tables.scan.TableScan;
import io.github.tfflows.tables.source.Missing;
import io.github.tfflows.tables.source.TableSource;
import io.github.tfflows.tables.text.Excerpt;
import io.github.tfflows.tables.text.Numbers;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fit of a model to the rows of a table:
 *
 * <pre>{@code
 * try (TableModel model = TableFit.of(TableSources.ofQuery("sales", connections, "SELECT …")).fit()) {
 *   model.export(Path.of("sales-model"));
 * }
 * }</pre>
 *
 * <p>It detects the kinds of the columns, reads the rows, holds a share of them out, trains a flow
 * whose size depends on the number of rows, and scores the held-out rows, from which the model
 * computes p-values. Each method returns a fit with another choice, and does not change this one;
 * the fit checks the choices when it reads the table. Of a choice that is made twice, the later one
 * counts; only those of {@link #without}, {@link #withKind} and {@link #requiring} add up. {@link
 * #predicting} and {@link #given} choose a conditional density, {@link #givenAny} all conditionals
 * at once, and {@link #startingFrom} the further training of a model.
 *
 * <p>By default it trains one flow; below 1,000 rows three, and for a single column given others
 * four below 50,000 rows, or 25,000 without its most frequent value. Their densities are averaged.
 * Below 5,000 rows, each flow holds out different rows.
 *
 * <p>Below 2,000 rows, a joint density whose held-out losses still fall at the end of the usual
 * steps is trained again, with four times as many. Of each flow, the training with the lower
 * held-out loss stays.
 *
 * <p>Flows of at most 5,000 rows are mixed with Gaussians if no column is given, and all columns
 * are numbers without gaps and without values that many rows share. The weight of the Gaussians
 * makes held-out rows the most likely (stacking). The entry {@code training.gaussians} of the
 * model's description has their number and their weight.
 *
 * <p>The probabilities of a name given other columns get the temperature that makes held-out rows
 * the most likely.
 *
 * <p>A fit holds rows in memory, in single precision: all rows of the table or, from a table of
 * more than two million, a random sample of two million or as many as its steps visit. Kinds of
 * columns are detected from all rows.
 */
public final class TableFit {
  /** From more rows, a flow alone is better. */
  private static final int MOST_STACKED = 5_000;

  /** With as many rows, a tenth of them is enough to measure a model by. */
  private static final int ROWS_OF_ONE_SPLIT = 5_000;

  /** All rows of a smaller table are held in memory. */
  private static final int LEAST_KEPT = 2_000_000;

  /** With fewer held-out groups, shares of their rows say little about new groups. */
  private static final int FEWEST_GROUPS = 10;

  private static final String SERIES =
      "rows next to each other in %s are alike, so held-out rows tell little of later ones: evaluate the model on the latest rows, and group the rows by spans of time, such as months";

  private static final String NAMES_OF_GROUPS =
      "the names of %s belong to one group each, and new groups have others: left out, unless the kind is declared, as %s=categorical";

  private static final String BEYOND =
      "a tenth of the rows or more are beyond the first fit's range of %s; networks read given numbers little farther than that range, so predictions hardly follow them there: fit anew, to old and new rows";

  private final TableSource source;
  private TableScan columns = TableScan.all();
  private List<String> targets = List.of();
  private List<String> requirements = List.of();
  private Optional<Repeats> repeats = Optional.empty();
  private Conditioning conditioning = Conditioning.NONE;
  private Reading reading = Reading.of(Missing.MODEL).with(Unseen.REFUSE);
  private RowColumns rowColumns = RowColumns.NONE;
  private FittedFlow flow =
      new FittedFlow.OfFamily(FlowFamily.NEURAL_SPLINE_AUTOREGRESSIVE, UnaryOperator.identity());
  private Recipe recipe = (usual, rows) -> usual;
  private Optional<TableModel> start = Optional.empty();
  private FitListener listener = new FitListener() {};

  /** The settings of a training. */
  @FunctionalInterface
  public interface Recipe {
    /**
     * Returns the settings of a training.
     *
     * @param usual the defaults for the table, by {@link Training#forData}
     * @param rows the number of rows, including those held out
     */
    Training of(Training usual, int rows);
  }

  private TableFit(TableSource source) {
    this.source = Objects.requireNonNull(source, "source");
  }

  /**
   * Returns a fit of the joint density of all columns, including missing values.
   *
   * @param source the rows; a fit reads them in several passes
   */
  public static TableFit of(TableSource source) {
    return new TableFit(source);
  }

  private TableFit with(Consumer<TableFit> change) {
    TableFit copy = new TableFit(source);
    copy.columns = columns;
    copy.targets = targets;
    copy.requirements = requirements;
    copy.repeats = repeats;
    copy.conditioning = conditioning;
    copy.reading = reading;
    copy.rowColumns = rowColumns;
    copy.flow = flow;
    copy.recipe = recipe;
    copy.start = start;
    copy.listener = listener;
    change.accept(copy);
    return copy;
  }

  // Columns

  /** Returns a fit of these columns, instead of all columns that are neither given nor left out. */
  public TableFit modelling(String... names) {
    return with(fit -> fit.columns = columns.withModelled(List.of(names)));
  }

  /** Returns a fit of the density conditional on some columns. */
  public TableFit given(String... names) {
    return with(fit -> fit.columns = columns.withGiven(List.of(names)));
  }

  /**
   * Returns a fit of the density of one or several columns, conditional on all others that are not
   * left out. Choose it for prediction. A row must then have a value in each of the others that had
   * no gaps in the fit; if it may lack any, choose {@link #givenAny}. A single column whose values
   * are on a circle, such as times of day, is refused before the training, since it has no
   * quantiles.
   */
  public TableFit predicting(String... names) {
    return with(fit -> fit.targets = List.of(names));
  }

  /** Returns a fit without some columns, such as keys. */
  public TableFit without(String... names) {
    return with(fit -> fit.columns = columns.leavingOut(List.of(names)));
  }

  /**
   * Returns a fit with the kind of a column, instead of the detected one. A value that does not
   * suit the kind ends the fit.
   */
  public TableFit withKind(String column, ColumnKind kind) {
    return with(fit -> fit.columns = columns.withKind(column, kind));
  }

  /**
   * Returns a fit whose draws obey further requirements, with the density of rows that obey them.
   * Instead of a column that is bounded by others, the model has its distance from them.
   *
   * @param texts comparisons of columns such as {@code end >= start} or {@code 0 <= share <= 1},
   *     sums and products such as {@code a + b = c}, and keys such as {@code unique(shop, day)};
   *     see {@link Requirement#parse}
   */
  public TableFit requiring(String... texts) {
    List<String> all = new ArrayList<>(requirements);
    all.addAll(List.of(texts));
    return with(fit -> fit.requirements = all);
  }

  /** Returns a fit of other columns and kinds. */
  public TableFit withColumns(TableScan choice) {
    return with(fit -> fit.columns = choice);
  }

  /**
   * Returns a fit with another treatment of numbers that many rows share. By default they are point
   * masses, unless the flow mixes all columns.
   */
  public TableFit withRepeats(Repeats treatment) {
    return with(fit -> fit.repeats = Optional.of(treatment));
  }

  /**
   * Returns a fit of a model of any cell: any cells of a row can be given. Such a model predicts
   * any column from any others, imputes missing values, and explains rows.
   */
  public TableFit givenAny() {
    return withConditioning(Conditioning.ANY);
  }

  /** Returns a fit with another choice of the cells that can be given; none by default. */
  public TableFit withConditioning(Conditioning cells) {
    return with(fit -> fit.conditioning = cells);
  }

  // Rows

  /** Returns a fit with another treatment of missing values, which are modelled by default. */
  public TableFit withMissing(Missing treatment) {
    return with(fit -> fit.reading = reading.with(treatment));
  }

  /**
   * Returns a fit with another treatment of rows that do not suit the columns of a model that is
   * trained further ({@link #startingFrom}). By default, the first one ends the fit.
   */
  public TableFit withUnsuitable(Unsuitable treatment) {
    return with(fit -> fit.reading = reading.with(treatment));
  }

  /**
   * Returns a fit with rows weighted by a column of non-negative numbers, such as the weights of a
   * survey. Densities, p-values and intervals refer to rows that occur as often as the weights say.
   * The column is neither modelled nor given.
   */
  public TableFit weightedBy(String column) {
    return with(fit -> fit.rowColumns = new RowColumns(Optional.of(column), rowColumns.groups()));
  }

  /**
   * Returns a fit whose rows belong to groups, such as the customers of orders or the patients of
   * measurements. All rows of a group are held out, or none, so that early stopping, p-values,
   * corrected intervals and reported densities hold for rows of new groups. The column is neither
   * modelled nor given. A row in which it is missing is a group of its own.
   *
   * <p>A number that the rows of a group repeat counts once. Columns of names of which each belongs
   * to one group are left out, with a note, unless they are named or their kind is declared.
   */
  public TableFit groupedBy(String column) {
    return with(fit -> fit.rowColumns = new RowColumns(rowColumns.weights(), Optional.of(column)));
  }

  // Training

  /** Returns a fit of another flow, with the default size for the number of rows. */
  public TableFit withFlow(FlowFamily family) {
    return withFlow(family, UnaryOperator.identity());
  }

  /**
   * Returns a fit of another flow.
   *
   * @param size changes the default size for the number of rows
   */
  public TableFit withFlow(FlowFamily family, UnaryOperator<FlowFamily.Size> size) {
    return with(fit -> fit.flow = new FittedFlow.OfFamily(family, size));
  }

  /**
   * Returns a fit of your own flow.
   *
   * @param name the name, for the description of the model
   * @param flows returns a flow on numeric columns, from their number. If {@link
   *     TableSchema#leavesOutNumbers}, it must allow absent entries
   */
  public TableFit withFlow(String name, IntFunction<TransformedDistribution> flows) {
    return with(fit -> fit.flow = new FittedFlow.Own(name, flows));
  }

  /**
   * Returns a fit with other settings of the training: steps, members, seed, held-out share,
   * device, checkpoints.
   *
   * @param change changes the default settings for the table, for instance {@code usual ->
   *     usual.withMembers(5)}
   */
  public TableFit withTraining(UnaryOperator<Training> change) {
    Objects.requireNonNull(change, "change");
    return withTraining((usual, rows) -> change.apply(usual));
  }

  /** Returns a fit with other settings of the training, which may depend on the number of rows. */
  public TableFit withTraining(Recipe choice) {
    Objects.requireNonNull(choice, "choice");
    return with(fit -> fit.recipe = choice);
  }

  /**
   * Returns a fit that trains a model further, from its own weights. The fit keeps the model's
   * columns, kinds, names, scales and requirements, and its columns of weights and groups unless
   * others are chosen; draws reach the numbers of both tables. Choices of columns, of requirements
   * and of the flow have no effect. If no other weights are better on the held-out rows, the result
   * keeps the model's weights.
   *
   * @param model a model of the same columns; it is neither changed nor closed
   */
  public TableFit startingFrom(TableModel model) {
    return with(fit -> fit.start = Optional.of(model));
  }

  /** Returns a fit with a listener, which may stop it. */
  public TableFit listening(FitListener follower) {
    Objects.requireNonNull(follower, "follower");
    return with(fit -> fit.listener = follower);
  }

  /**
   * Fits the model.
   *
   * @return the model, to be closed
   * @throws IllegalArgumentException if columns or rows cannot be used; the message names cells and
   *     reasons
   * @throws IllegalStateException if the training diverges
   */
  public TableModel fit() throws IOException {
    return fitted().model();
  }

  /**
   * Fits the model, and returns it with the held-out rows, notes and the result of the training.
   *
   * @return the result, to be closed
   * @throws IllegalArgumentException if columns or rows cannot be used; the message names cells and
   *     reasons
   * @throws IllegalStateException if the training diverges
   */
  public FittedTable fitted() throws IOException {
    return fitted(parts());
  }

  /**
   * Reads the table and splits its rows as the fit does, without training.
   *
   * @throws IllegalArgumentException if columns or rows cannot be used; the message names cells and
   *     reasons
   */
  public FitParts parts() throws IOException {
    TableSource rows = rowColumns().counting(source);
    ScannedTable table = start.isPresent() ? known(start.get()) : scanned(rows);
    listener.scanned(table);
    rowColumns().requireNoneOf(table.schema().written().stream().map(TableColumn::name).toList());
    ReadRows read = read(rows, table);
    TableSchema known = read.schema;
    int count = read.sample.count();
    if (count == 0) {
      throw new IllegalArgumentException(
          source.name()
              + (read.skipped.count() == 0
                  ? " has no rows"
                  : " has no training rows: all are left out"));
    }
    Data kept = read.sample.rows();
    Training settings = settings(new FitSize(count, known).of(kept));
    if (settings.validation().heldOut() > 0) {
      rowColumns().requireGroups(source, kept);
    }
    TableSchema schema =
        start.isPresent() ? known.reaching(kept.x()) : CalendarCycles.withParts(known, kept);
    ScannedTable noted = table.noting(read.notes).with(schema);
    return new FitParts(noted, count, kept, splits(settings, kept));
  }

  /**
   * Returns the split of each member. With many rows, all members have the same split, so that its
   * held-out rows are unseen by the whole ensemble.
   */
  private static List<Data.Split> splits(Training settings, Data rows) {
    Validation validation = settings.validation();
    return rows.count() < ROWS_OF_ONE_SPLIT
        ? IntStream.range(0, settings.members())
            .mapToObj(member -> validation.split(rows, settings.seed(), member))
            .toList()
        : Collections.nCopies(settings.members(), validation.split(rows, settings.seed(), 0));
  }

  /** Returns the columns of weights and groups: the chosen ones, or those of the model. */
  private RowColumns rowColumns() {
    return start
        .flatMap(TableModel::origin)
        .map(TableOrigin::rows)
        .map(rowColumns::or)
        .orElse(rowColumns);
  }

  private static ScannedTable known(TableModel model) {
    List<List<String>> keys = model.origin().map(TableOrigin::keys).orElse(List.of());
    return new ScannedTable(model.schema(), List.of(), keys, 0);
  }

  private ScannedTable scanned(TableSource rows) throws IOException {
    Stream.of(targets, columns.modelled(), columns.given()).forEach(rowColumns()::requireNoneOf);
    ScannedTable all = scanned(rows, columns);
    List<String> ofGroups = namesOfGroups(rows, all);
    return ofGroups.isEmpty()
        ? all
        : scanned(rows, columns.leavingOut(ofGroups))
            .noting(
                List.of(
                    NAMES_OF_GROUPS.formatted(Excerpt.of(ofGroups), Excerpt.of(ofGroups.get(0)))));
  }

  private ScannedTable scanned(TableSource rows, TableScan choice) throws IOException {
    Repeats usual = flow.repeats(conditioning, rowColumns().groups());
    TableScan scan =
        choice
            .withRepeats(repeats.orElse(usual))
            .groupedBy(rowColumns().groups())
            .leavingOut(rowColumns().names());
    TableScan chosen = targeted(scan);
    Requirements required = Requirements.of(requirements, rows, Set.copyOf(chosen.given()));
    ScannedTable found = chosen.requiring(required).scanned(rows, reading.missing());
    TableSchema schema = found.schema().conditionedOn(conditioning);
    if (targets.size() == 1) {
      schema.modelled().get(0).requireOrdered();
    }
    return new ScannedTable(schema, found.notes(), required.keys(), found.rows());
  }

  /** Returns the columns of names of groups, except those that were chosen or are in a key. */
  private List<String> namesOfGroups(TableSource rows, ScannedTable all) throws IOException {
    Optional<String> groups = rowColumns().groups();
    if (groups.isEmpty()) {
      return List.of();
    }
    Set<String> chosen = new HashSet<>(targets);
    chosen.addAll(columns.modelled());
    chosen.addAll(columns.given());
    chosen.addAll(columns.kinds().keySet());
    List<String> names =
        all.schema().written().stream()
            .filter(column -> column.kind().isNamed() && !chosen.contains(column.name()))
            .map(TableColumn::name)
            .filter(name -> all.keys().stream().noneMatch(key -> key.contains(name)))
            .toList();
    return NamesOfGroups.among(rows, groups.get(), names);
  }

  /** Returns the scan with targets modelled and all others given, if there are targets. */
  private TableScan targeted(TableScan scan) {
    if (targets.isEmpty()) {
      return scan;
    }
    if (conditioning == Conditioning.ANY || !scan.modelled().isEmpty()) {
      throw new IllegalArgumentException(
          "predicting %s models these columns alone; expected neither modelling nor givenAny beside it"
              .formatted(targets));
    }
    List<String> others = new ArrayList<>(source.columns());
    others.removeAll(targets);
    others.removeAll(scan.without());
    return scan.withModelled(targets).withGiven(scan.given().isEmpty() ? others : scan.given());
  }

  /**
   * The rows of the pass after the scan, with a note if the scan counted another number of rows.
   *
   * @param schema the columns, whose point masses several groups share
   */
  private record ReadRows(
      TableSchema schema, RowSample sample, SkippedRows skipped, List<String> notes) {}

  private ReadRows read(TableSource rows, ScannedTable table) throws IOException {
    TableSchema scanned = table.schema();
    RowColumns kept = rowColumns();
    try (TableReader reader = TableReader.open(rows, scanned, kept.keptBy(reading))) {
      int most = Integer.MAX_VALUE;
      long seed = 0;
      if (table.rows() > LEAST_KEPT) {
        Training settings = settings(new FitSize((int) Math.min(most, table.rows()), scanned));
        most = Math.max(LEAST_KEPT, visited(settings));
        seed = settings.seed();
      }
      RowSample sample = reader.sample(kept::data, most, seed);
      long count = sample.count() + reader.skipped().count();
      boolean isGrouped = start.isEmpty() && sample.rows().isGrouped();
      TableSchema schema = isGrouped ? SharedMasses.in(scanned, sample.rows()) : scanned;
      List<String> notes = new ArrayList<>(table.changed(source.name(), count));
      notes.addAll(copies(sample.rows()));
      notes.addAll(series(schema, sample.rows()));
      notes.addAll(start.isPresent() ? beyond(schema, sample.rows()) : List.of());
      listener.read(
          new FitRows(
              source.name(),
              schema,
              sample.count(),
              Math.min(most, sample.count()),
              kept,
              reader.skipped(),
              notes));
      return new ReadRows(schema, sample, reader.skipped(), notes);
    }
  }

  /** Returns a note if held-out rows appear to be copies of those that training learns from. */
  private List<String> copies(Data rows) {
    EqualRows equal = new EqualRows(rows);
    if (rows.isGrouped() || !equal.areCopies()) {
      return List.of();
    }
    return List.of(
        ("%s equal an earlier one, more than by chance, so that training can learn from copies of"
                + " held-out rows; unless new rows are copies, too, keep each row once, weighted by"
                + " the number of its copies")
            .formatted(Numbers.counted(equal.count(), "row")));
  }

  /** Returns a note if held-out rows appear to be between like ones in time. */
  private static List<String> series(TableSchema schema, Data rows) {
    return rows.isGrouped()
        ? List.of()
        : new TimeOrder(schema, rows)
            .ofSeries().map(Excerpt::of).stream().map(SERIES::formatted).toList();
  }

  /** Returns a note if many given numbers are beyond those of the first fit. */
  private static List<String> beyond(TableSchema schema, Data rows) {
    List<String> names = schema.beyond(rows.context());
    return names.isEmpty() ? List.of() : List.of(BEYOND.formatted(Excerpt.of(names)));
  }

  /**
   * Returns the number of rows that a training visits if none repeats, plus the number of held-out
   * rows.
   */
  private static int visited(Training settings) {
    double learned = (double) settings.steps() * settings.batchSize();
    double all = Math.ceil(learned / (1 - settings.validation().heldOut()));
    return (int) Math.min(Integer.MAX_VALUE, all);
  }

  /**
   * Fits the model to rows that were already read.
   *
   * @param read the {@linkplain #parts parts} of this fit, or of a fit that differs only in its
   *     flow and its training
   * @return the result, to be closed
   * @throws IllegalArgumentException if the flow does not suit the columns
   * @throws IllegalStateException if the training diverges
   */
  public FittedTable fitted(FitParts read) {
    TableSchema schema = read.table().schema();
    List<Data.Split> splits = read.splits();
    Training settings = settings(new FitSize(read.count(), schema).of(read.rows()));
    Distribution density = density(schema, read.count(), splits.get(0).training());
    listener.begun(words(schema, read.count()), settings, splits.get(0).heldOut().count());
    FittedMembers members = members(read, settings, density);
    CompiledDistribution trained = members.whole();
    try (members) {
      List<TableModel.Part> parts = members.parts(schema, splits, settings.seed());
      Data heldOut = members.heldOut(splits);
      TableOrigin origin = new TableOrigin(name(), rowColumns(), read.table().keys());
      TableModel model = TableModel.measured(trained, schema, parts, origin);
      List<TableModel.Part> unseen = heldOut.count() == 0 ? List.of() : parts;
      float[] logProb = logProb(schema, unseen);
      FitOutcome outcome =
          FitOutcome.of(trained.description(), loss(logProb, unseen))
              .warning(brokenRules(model, splits.get(0), origin.keys()))
              .warning(poorPredictions(schema, unseen, read.scored()))
              .warning(fewHeldOut(read, settings.validation().heldOut()))
              .warning(fewGroups(read));
      return new FittedTable(model, heldOut, logProb, read.table().notes(), outcome);
    } catch (RuntimeException | Error e) {
      trained.close();
      throw e;
    }
  }

  /** Returns a sentence if few groups are held out. */
  private static List<String> fewGroups(FitParts read) {
    long groups = groups(read.rows()).distinct().count();
    long heldOut =
        read.splits().stream().flatMapToDouble(split -> groups(split.heldOut())).distinct().count();
    return heldOut > 0 && heldOut < FEWEST_GROUPS
        ? List.of(
            "only %s of %s groups are held out; intervals and p-values of rows of new groups are unreliable"
                .formatted(heldOut, groups))
        : List.of();
  }

  private static DoubleStream groups(Data rows) {
    float[] groups = rows.groups().values();
    return IntStream.range(0, groups.length).mapToDouble(row -> groups[row]);
  }

  /** Returns a sentence if large groups leave less than half of a share of the rows to hold out. */
  private static List<String> fewHeldOut(FitParts read, double share) {
    int rows = read.rows().count();
    int fewest =
        read.splits().stream().mapToInt(split -> split.heldOut().count()).min().orElse(rows);
    return read.rows().isGrouped() && fewest < share * rows / 2
        ? List.of(
            String.format(
                Locale.ROOT,
                "only %s of %,d could be held out, since other groups have too many rows; training may stop"
                    + " at the wrong step, and intervals and p-values are unreliable",
                Numbers.counted(fewest, "row"),
                rows))
        : List.of();
  }

  /** Returns a sentence if predictions of held-out rows do not use the other columns. */
  private static List<String> poorPredictions(
      TableSchema schema, List<TableModel.Part> unseen, List<Data.Split> splits) {
    return IntStream.range(0, unseen.size())
        .mapToObj(i -> Skill.of(unseen.get(i).model(), schema, splits.get(i)))
        .flatMap(Optional::stream)
        .reduce(Skill::followedBy)
        .flatMap(Skill::warning)
        .stream()
        .toList();
  }

  /** Returns sentences about orders and keys of all rows that draws break. */
  private static List<String> brokenRules(
      TableModel model, Data.Split split, List<List<String>> required) {
    TableSchema schema = model.schema();
    if (!schema.given().isEmpty() || schema.modelled().size() == 1) {
      return List.of();
    }
    Orders orders = new Orders(schema, split.training());
    Keys keys = new Keys(schema, split.training().x());
    if (orders.areNone() && keys.areNone()) {
      return List.of();
    }
    Rows draws = model.sample(Orders.DRAWS, 0).x();
    return Stream.of(orders.broken(draws), keys.broken(draws, required))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the settings; the members of an ensemble are trained further as one model. */
  private Training settings(FitSize size) {
    Training usual = start.isPresent() ? size.furtherTraining() : size.training();
    Training chosen =
        Objects.requireNonNull(recipe.of(usual, size.rows()), "the settings of a training");
    return start.isPresent() ? chosen.withMembers(1) : chosen;
  }

  private String name() {
    return start.flatMap(TableModel::origin).map(TableOrigin::flow).orElseGet(flow::name);
  }

  private String words(TableSchema schema, int rows) {
    return start.isPresent()
        ? name() + ", from the weights of the model"
        : flow.words(schema, rows);
  }

  private Distribution density(TableSchema schema, int rows, Data learned) {
    return start.isPresent()
        ? start.get().distribution().description().definition()
        : TableDistribution.of(flow.on(schema, rows), schema, learned);
  }

  /** Returns the models with the best weights. */
  private FittedMembers members(FitParts read, Training settings, Distribution density) {
    List<Fold> folds = folds(settings, read);
    FittedMembers.Apart flows;
    try {
      flows = trained(settings, density, folds);
      Optional<Training> longer = longer(read, settings);
      if (longer.isPresent() && flows.areBestLate(settings.steps())) {
        flows = orLonger(flows, read, longer.get(), folds);
      }
    } finally {
      listener.ended();
    }
    if (start.isPresent()) {
      return FittedMembers.of(flows.models().get(0));
    }
    List<Data> heldOut = read.splits().stream().map(Data.Split::heldOut).toList();
    FittedMembers.Apart all =
        isStacked(read, folds)
            ? flows.stacked(settings, folds)
            : flows.tempered(read.table().schema(), settings, heldOut);
    return folds.size() == 1 ? FittedMembers.of(all.models().get(0)) : all.together(settings);
  }

  private Optional<Training> longer(FitParts read, Training settings) {
    return start.isPresent()
        ? Optional.empty()
        : new FitSize(read.count(), read.table().schema()).longerThan(settings);
  }

  /** Returns the better one of each member and its longer training. */
  private FittedMembers.Apart orLonger(
      FittedMembers.Apart flows, FitParts read, Training longer, List<Fold> folds) {
    try {
      listener.begun(
          words(read.table().schema(), read.count()), longer, folds.get(0).heldOut().count());
      return flows.orBetter(trained(longer, flows.definition(), folds));
    } catch (RuntimeException | Error e) {
      flows.close();
      throw e;
    }
  }

  private FittedMembers.Apart trained(Training settings, Distribution density, List<Fold> folds) {
    return new FittedMembers.Apart(
        density,
        folds.size() == 1
            ? List.of(trained(settings, density, folds.get(0)))
            : settings.fitMembers(density, folds, listener::progressed));
  }

  private CompiledDistribution trained(Training settings, Distribution density, Fold fold) {
    return start.isPresent()
        ? settings.refit(
            start.get().distribution(), fold.training(), fold.heldOut(), listener::progressed)
        : settings.fit(density, List.of(fold), listener::progressed);
  }

  private static List<Fold> folds(Training settings, FitParts read) {
    List<Fold> folds = new ArrayList<>();
    for (Data.Split split : read.splits()) {
      TrainingRows noisy =
          new TrainingRows(read.table().schema(), settings.seed()).ofPart(folds.size());
      Data counting = split.training().withoutZeroWeights().withMeanWeightOne();
      folds.add(
          new Fold(noisy.training(DataSource.of(counting)), noisy.validation(split.heldOut())));
    }
    return folds;
  }

  /**
   * Whether Gaussians stand beside the flows. They do beside those of a family, if all columns are
   * numbers, at least two.
   */
  private boolean isStacked(FitParts read, List<Fold> folds) {
    TableSchema schema = read.table().schema();
    return flow instanceof FittedFlow.OfFamily
        && schema.isNumeric() // so that the density is a transformed distribution
        && schema.given().isEmpty()
        && schema.modelled().size() > 1
        && folds.stream().allMatch(fold -> fold.heldOut().count() > 0)
        && read.count() <= MOST_STACKED;
  }

  /** Returns the log-densities of rows, each by a model that did not learn from it. */
  private static float[] logProb(TableSchema schema, List<TableModel.Part> parts) {
    FloatBuffer all =
        FloatBuffer.allocate(parts.stream().mapToInt(part -> part.rows().count()).sum());
    parts.forEach(part -> all.put(TableModel.of(part.model(), schema).logProb(part.rows())));
    return all.array();
  }

  /** Returns the weighted mean loss of these rows. */
  private static OptionalDouble loss(float[] logProb, List<TableModel.Part> parts) {
    double sum = 0;
    double counted = 0;
    int at = 0;
    for (TableModel.Part part : parts) {
      for (int i = 0; i < part.rows().count(); i++) {
        sum -= part.rows().weight(i) * logProb[at++];
        counted += part.rows().weight(i);
      }
    }
    return counted > 0 ? OptionalDouble.of(sum / counted) : OptionalDouble.empty();
  }
}
