package io.github.tfflows.core.graph;

import io.github.tfflows.core.graph.ParameterSource.Declaration;
import io.github.tfflows.core.graph.ParameterSource.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.framework.initializers.Initializer;
import org.tensorflow.framework.initializers.Zeros;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TFloating;
import org.tensorflow.types.family.TType;

/**
 * A named place in a graph under construction. It provides ops, parameters and the float type, and
 * the inputs of a density besides the points: the context, the presence of entries and, in
 * training, the weights of rows. It lives for one build.
 */
public final class GraphScope {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** The depth of nested op names: enough to distinguish the layers of a flow. */
  private static final int DEEPEST_NAMES = 2;

  private final Supplier<Ops> tf;
  private final String path;
  private final ParameterSource parameters;
  private final RowInputs rows;

  /**
   * The ops below a name. They are created on first use, because many places contain only
   * parameters or other places.
   */
  private static final class SubOps implements Supplier<Ops> {
    private final Supplier<Ops> above;
    private final String name;
    private @Nullable Ops ops;

    SubOps(Supplier<Ops> above, String name) {
      this.above = above;
      this.name = name;
    }

    @Override
    public Ops get() {
      Ops tf = ops;
      if (tf == null) {
        tf = above.get().withSubScope(name);
        ops = tf;
      }
      return tf;
    }
  }

  /**
   * The inputs of each row besides its point. Each may be null.
   *
   * @param context {@code [n, c]}
   * @param presence one for each present entry and zero for each absent one, {@code [n, event...]}
   * @param lone in place of {@code presence}, if at most one entry of an event is present
   * @param weights {@code [n]}
   */
  private record RowInputs(
      @Nullable ContextRows context,
      @Nullable Expr presence,
      @Nullable LonePresence lone,
      @Nullable Expr weights) {
    static RowInputs of(@Nullable ContextRows context) {
      return new RowInputs(context, null, null, null);
    }

    RowInputs mapPresence(UnaryOperator<Expr> map) {
      return new RowInputs(
          context,
          presence == null ? null : map.apply(presence),
          lone == null ? null : lone.mapped(map),
          weights);
    }
  }

  /**
   * The presence of at most one entry, which the context determines.
   *
   * @param ofContext builds one for the present entry and zero for the absent ones
   */
  private record LonePresence(ContextRows context, UnaryOperator<Expr> ofContext) {
    Expr ofPoints() {
      return ofContext.apply(context.ofPoints());
    }

    Expr ofRows() {
      return ofContext.apply(context.withoutPoints().ofPoints());
    }

    LonePresence mapped(UnaryOperator<Expr> map) {
      return new LonePresence(context, each -> map.apply(ofContext.apply(each)));
    }
  }

  private GraphScope(Supplier<Ops> tf, String path, ParameterSource parameters, RowInputs rows) {
    this.tf = tf;
    this.path = path;
    this.parameters = parameters;
    this.rows = rows;
  }

  /**
   * Returns the ops of a graph, with the same names under every default locale. {@link Ops#create}
   * numbers names in the digits of the locale, but TensorFlow accepts only ASCII.
   */
  public static Ops ops(Graph graph) {
    return OpNames.ops(graph);
  }

  /**
   * Returns the outermost place of a graph, unconditional and with all entries present.
   *
   * @param parameters the source of its parameters, which also sets the float type
   */
  public static GraphScope root(Ops tf, ParameterSource parameters) {
    return new GraphScope(() -> tf, "", parameters, RowInputs.of(null));
  }

  /**
   * Returns the ops of this place, for operations that {@link Expr} lacks. Equal ops without
   * effects are built once: to differentiate by an intermediate array, wrap it by {@link
   * Ops#identity}.
   */
  public Ops tf() {
    return tf.get();
  }

  @SuppressWarnings("unchecked") // TensorFlow's ops are generic in it, and this is the graph's own
  public Class<TFloating> type() {
    return (Class<TFloating>) parameters.type();
  }

  /** Returns the range and the precision of the graph's float type. */
  public FloatLimits limits() {
    return FloatLimits.of(parameters.type());
  }

  /** Returns whether this is a training step, which updates parameters. */
  public boolean isTrainingStep() {
    return parameters.phase() == ParameterSource.Phase.TRAINING;
  }

  /**
   * Returns whether the rows are training rows: in a training step, or in the first batch, which
   * initializes parameters.
   */
  public boolean hasTrainingRows() {
    return parameters.phase() != ParameterSource.Phase.EVALUATION;
  }

  /**
   * Returns whether results must have gradients. In validation and serving they need none, and may
   * come from loops.
   */
  public boolean isDifferentiated() {
    return parameters.isDifferentiated();
  }

  String path() {
    return path;
  }

  public ParameterSource parameters() {
    return parameters;
  }

  GraphScope inner(GraphScope other) {
    return LoopGraph.depth(other.parameters) > LoopGraph.depth(parameters) ? other : this;
  }

  /** Returns this place in the graph of a loop. */
  GraphScope within(LoopGraph loop) {
    return new GraphScope(loop::tf, path, loop, rows);
  }

  /**
   * Builds a loop, which has no gradient.
   *
   * @param state the arrays before the first step, of at least one axis
   * @param body builds one step
   * @return the arrays after the last step
   */
  public List<Expr> repeat(Operand<TInt32> times, List<Expr> state, Loop.Body body) {
    return Loop.build(this, times, state, (stepsLeft, now) -> stepsLeft, body);
  }

  /**
   * Builds a loop that ends as soon as a condition is false. It has no gradient.
   *
   * @param most the largest number of steps
   * @param state the arrays before the first step, of at least one axis
   * @param goesOn builds a scalar condition for another step, only from the arrays before it
   * @param body builds one step
   * @return the arrays after the last step
   */
  public List<Expr> repeatWhile(
      Operand<TInt32> most,
      List<Expr> state,
      Function<List<Expr>, Condition> goesOn,
      Loop.Body body) {
    return Loop.build(
        this, most, state, (stepsLeft, now) -> stepsLeft.and(goesOn.apply(now)), body);
  }

  /**
   * Returns the place {@code name} below this one. Equal names yield the same parameters.
   *
   * @param name a role or position, in lower case with underscores
   */
  public GraphScope sub(String name) {
    long depth = path.isEmpty() ? 0 : 1 + path.chars().filter(c -> c == '.').count();
    return new GraphScope(
        depth < DEEPEST_NAMES ? new SubOps(tf, name) : tf, qualified(name), parameters, rows);
  }

  /** Returns another place in this graph, with the context, presence and weights of this one. */
  public GraphScope at(GraphScope place) {
    return new GraphScope(tf, place.path, parameters, rows);
  }

  // Context, presence and weights

  /** Returns the context {@code [n, c]} of a conditional density. */
  public Optional<Expr> context() {
    return Optional.ofNullable(rows.context()).map(ContextRows::ofPoints).map(this::expr);
  }

  /** Returns this place with another context, for instance an embedding of its own. */
  public GraphScope withContext(Expr embedded) {
    return withContext(new ContextRows(embedded));
  }

  private GraphScope withContext(ContextRows context) {
    return with(new RowInputs(context, rows.presence(), rows.lone(), rows.weights()));
  }

  private GraphScope with(RowInputs inputs) {
    return new GraphScope(tf, path, parameters, inputs);
  }

  /**
   * Returns this place with a context whose rows have an equal number of consecutive points each.
   *
   * @param context shaped {@code [n, c]}
   * @param points shaped {@code [n·k, ...]}
   */
  public GraphScope withSharedContext(Expr context, Expr points) {
    return withContext(ContextRows.shared(context, points));
  }

  /**
   * Returns this place with an embedding of its context, which does not depend on points.
   *
   * @param role a name for the embedding, unique at this place
   * @param embedding builds the embedding {@code [n, k]} of the context of a place
   */
  public GraphScope withEmbeddedContext(String role, Function<GraphScope, Expr> embedding) {
    return withForm(at -> at.keyOf(role), embedding);
  }

  private Object keyOf(String role) {
    return path + "/" + role;
  }

  private GraphScope withForm(Function<GraphScope, Object> key, Function<GraphScope, Expr> form) {
    ContextRows context = rows.context();
    return context == null || isDifferentiated()
        ? withContext(form.apply(this))
        : withContext(context.embedded(ofContext(context), key, form));
  }

  /**
   * Returns this place with another form of its context, which has no parameters.
   *
   * @param form a value that determines the form; where results need no gradients, equal forms are
   *     built once
   * @param map builds the form {@code [n, k]} from the context
   * @throws IllegalStateException if there is no context
   */
  public GraphScope withContextAs(Object form, UnaryOperator<Expr> map) {
    if (rows.context() == null) {
      throw new IllegalStateException("there is no context, of which to build " + form);
    }
    return withForm(at -> form, at -> map.apply(at.context().orElseThrow()));
  }

  /**
   * Builds an array {@code [n, ...]} that depends only on the context and on parameters. If results
   * need no gradients, it is built once, outside all loops, and once for each row of the context,
   * even if a row has many points. It may then be an array of a surrounding graph.
   *
   * @param role a name for the array, unique at this place
   * @param build builds the array at a place with the context of all rows
   */
  public Expr ofContext(String role, Function<GraphScope, Expr> build) {
    return withEmbeddedContext(role, build).context().orElseThrow();
  }

  /**
   * Builds an array like {@link #ofContext(String, Function)}, with zeros {@code [n, entries]} as
   * entries on which nothing depends.
   *
   * @param role a name for the array, unique at this place
   */
  public Expr ofContext(String role, int entries, BiFunction<GraphScope, Expr, Expr> build) {
    return ofContext(
        role,
        place -> {
          Expr zero = place.context().orElseThrow().slice(1, 0, 1).zeros();
          Expr none = place.constant(Shape.of(entries), new double[entries]);
          return build.apply(place, zero.plus(none));
        });
  }

  /**
   * Builds an array {@code [n, ...]} that is the same for all points of a row of the context.
   * Unlike {@link #ofContext}, it builds the array of a {@linkplain #stacked stack} for all places
   * together.
   *
   * @param role a name for the array, unique at this place
   * @param build builds the array from a place with one point for each row, and zeros {@code [rows,
   *     1]}. Without a context there is one row, also in the result
   */
  public Expr ofEachRow(String role, BiFunction<GraphScope, Expr, Expr> build) {
    ContextRows context = rows.context();
    if (context == null) {
      GraphScope place = with(RowInputs.of(null));
      return build.apply(place, place.constant(Shape.of(1, 1), 0));
    }
    GraphScope place = ofContext(context);
    Supplier<ContextRows> ofRows =
        () ->
            new ContextRows(
                build.apply(place, place.context().orElseThrow().slice(1, 0, 1).zeros()));
    return expr(context.derived(place, keyOf(role), ofRows).ofPoints());
  }

  /** Returns the place of the context's rows, in the outermost graph that has it. */
  private GraphScope ofContext(ContextRows context) {
    GraphScope place = this;
    while (place.parameters instanceof LoopGraph loop && !loop.has(context.anyRows())) {
      place = loop.around();
    }
    return new GraphScope(place.tf, path, place.parameters, RowInputs.of(context.withoutPoints()));
  }

  /**
   * Returns one place that stacks the rows of several places, one place after the other. A function
   * of rows is then built once for all. Results need no gradients, and all entries are present.
   * Parameters must affect the function only through arrays {@linkplain #ofContext of the context}.
   *
   * @param names the names of the places below this one
   * @throws IllegalStateException if there is no context
   */
  public GraphScope stacked(List<String> names) {
    ContextRows context = rows.context();
    if (context == null) {
      throw new IllegalStateException("places without a context cannot be stacked");
    }
    return with(RowInputs.of(context.stacked(ofContext(context), names)));
  }

  /**
   * Returns the full names of the parameters of a function of rows that needs no gradients. The
   * function is built in a separate graph.
   *
   * @param like a place with a context
   * @param event the shape of the points
   * @param function builds the function from the outermost place of the graph, and points
   */
  public static Set<String> parametersOf(
      GraphScope like, Shape event, BiConsumer<GraphScope, Expr> function) {
    try (Graph graph = new Graph()) {
      Ops tf = ops(graph);
      InitialParameters source =
          new InitialParameters(tf, like.type(), 0, /* isDifferentiated= */ false);
      GraphScope root = root(tf, source);
      int columns = like.context().orElseThrow().size(-1);
      Expr context = root.expr(tf.placeholder(like.type(), rows(Shape.of(columns))));
      Expr points = root.expr(tf.placeholder(like.type(), rows(event)));
      function.accept(root.withSharedContext(context, points), points);
      return source.names();
    }
  }

  private static Placeholder.Options rows(Shape event) {
    return Placeholder.shape(event.prepend(Shape.UNKNOWN_SIZE));
  }

  /**
   * Returns this place for rows that occur several times each, one after another.
   *
   * @throws IllegalStateException if at most one entry of an event is present
   */
  public GraphScope repeated(int times) {
    ContextRows context = rows.context();
    if (rows.lone() != null) {
      throw new IllegalStateException("events with a lone entry cannot be repeated");
    }
    return with(
        new RowInputs(
            context == null ? null : context.repeated(ofContext(context), times),
            presence().map(mask -> mask.repeated(times)).orElse(null),
            null,
            rowWeights().map(each -> each.repeated(times)).orElse(null)));
  }

  /** Returns the place of a path in this graph, with a context of its own. */
  GraphScope placed(String other, ContextRows context) {
    return new GraphScope(tf, other, parameters, RowInputs.of(context));
  }

  /** Returns the context for each vector along the last axis of {@code x}: {@code [n, ..., c]}. */
  public Optional<Expr> contextAlong(Expr x) {
    return context()
        .map(
            each -> {
              if (x.rank() == 2) {
                return each;
              }
              long[] sizes = new long[x.rank()];
              Arrays.fill(sizes, 1);
              sizes[0] = -1;
              sizes[sizes.length - 1] = each.size(-1);
              return each.reshape(sizes).forEachVectorOf(x);
            });
  }

  /** Returns {@code x} with the context, if any, before each vector along its last axis. */
  public Expr contextBefore(Expr x) {
    return contextAlong(x).map(each -> concat(-1, List.of(each, x))).orElse(x);
  }

  /** Returns {@code x} with the context, if any, after each vector along its last axis. */
  public Expr contextAfter(Expr x) {
    return contextAlong(x).map(each -> concat(-1, List.of(x, each))).orElse(x);
  }

  /**
   * Returns one for each present entry of an event and zero for each absent one, {@code [n,
   * event...]}; empty if all are present.
   */
  public Optional<Expr> presence() {
    LonePresence lone = rows.lone();
    return Optional.ofNullable(lone == null ? rows.presence() : lone.ofPoints()).map(this::expr);
  }

  /**
   * Returns this place for events with absent entries. The density is then a density of the present
   * entries; {@code Bijector.forwardPresence} states which maps allow absent entries.
   *
   * @param mask one for each present entry and zero for each absent one, {@code [n, event...]}
   */
  public GraphScope withPresence(Expr mask) {
    return with(new RowInputs(rows.context(), mask, null, rows.weights()));
  }

  /**
   * Returns this place for events with at most one present entry. No entry then depends on another,
   * and parameters of maps depend on the context alone.
   *
   * @param ofContext builds one for the present entry and zero for the absent ones, {@code [n,
   *     event...]}, from the context {@code [n, c]}
   * @throws IllegalStateException if there is no context
   */
  public GraphScope withLonePresence(UnaryOperator<Expr> ofContext) {
    ContextRows context = rows.context();
    if (context == null) {
      throw new IllegalStateException("the presence of a lone entry needs a context");
    }
    return with(new RowInputs(context, null, new LonePresence(context, ofContext), rows.weights()));
  }

  /** Returns whether at most one entry of an event is present. */
  public boolean hasLoneEntry() {
    return rows.lone() != null;
  }

  /**
   * Builds the part of an array like {@link #ofContext(String, int, BiFunction)} that belongs to
   * the only present entry of vectors, as {@code [n, 1, ...]}; zero if none is present.
   *
   * @param zeros the number of entries that nothing depends on
   * @param build builds an array {@code [n, entries, k]}
   * @throws IllegalStateException if several entries may be present
   */
  public Expr ofLoneEntry(String role, int zeros, BiFunction<GraphScope, Expr, Expr> build) {
    LonePresence lone = rows.lone();
    if (lone == null) {
      throw new IllegalStateException("several entries may be present");
    }
    return ofEachRow(
        role + "_of_lone_entry",
        (place, unused) -> {
          Expr all = place.ofContext(role, zeros, build);
          Condition isPresent = place.expr(lone.ofRows()).expand(-1).greater(0);
          return isPresent.select(all, all.zeros()).sum(1).expand(1);
        });
  }

  /** Returns this place with a map of the presence of entries, if any may be absent. */
  public GraphScope mapPresence(UnaryOperator<Expr> map) {
    return with(rows.mapPresence(map));
  }

  /**
   * Refuses absent entries, for a distribution whose entries depend on each other.
   *
   * @throws IllegalArgumentException if entries may be absent
   */
  public void requireAllPresent(Object distribution) {
    if (presence().isPresent()) {
      throw new IllegalArgumentException(
          "the entries of %s depend on each other, so none may be absent".formatted(distribution));
    }
  }

  /** Returns this place for a range of entries along the last axis of an event. */
  public GraphScope part(int from, int size) {
    return mapPresence(mask -> mask.slice(-1, from, size));
  }

  /** Returns {@code x} with zeros in place of absent entries, the form that networks read. */
  public Expr presentOnly(Expr x) {
    return presence().map(mask -> mask.greater(0).select(x, x.zeros())).orElse(x);
  }

  /** Sums over the present entries of each event: the result is {@code [n]}. */
  public Expr sumPresent(Expr perEntry) {
    return presentOnly(perEntry).sumEvent();
  }

  /**
   * Returns an entrywise map that leaves absent entries unchanged.
   *
   * @param x the entries before the map
   * @param mapped values and log-slopes of each entry, shaped like {@code x}
   */
  public Mapped leavingAbsent(Expr x, Mapped mapped) {
    return presence()
        .map(mask -> mask.greater(0).select(mapped.value(), x))
        .map(value -> new Mapped(value, presentOnly(mapped.logDet())))
        .orElse(mapped);
  }

  /**
   * Turns an entrywise map into a map of events: absent entries stay unchanged, and the log-slopes
   * of the present ones add up to the log-determinant.
   *
   * @param x the entries before the map
   * @param mapped values and log-slopes of each entry, shaped like {@code x}
   */
  public Mapped entrywise(Expr x, Mapped mapped) {
    Mapped present = leavingAbsent(x, mapped);
    return new Mapped(present.value(), present.logDet().sumEvent());
  }

  /**
   * Returns the weights of the rows of a training batch, {@code [n]}, on any scale; empty if all
   * rows count equally. The loss is already weighted. A map that estimates moments from its rows
   * must weight them, so that a row of weight two counts as two equal rows.
   */
  public Optional<Expr> rowWeights() {
    return Optional.ofNullable(rows.weights()).map(this::expr);
  }

  /** Returns this place with weights of rows, zero or more, {@code [n]}. */
  public GraphScope withRowWeights(Expr weights) {
    return with(new RowInputs(rows.context(), rows.presence(), rows.lone(), weights));
  }

  /** Returns the weight of each vector along the last axis of {@code x}: {@code [n, ..., 1]}. */
  public Optional<Expr> rowWeightsAlong(Expr x) {
    return rowWeights().map(each -> each.alongRowsOf(x).forEachVectorOf(x));
  }

  /**
   * Returns this place for the vectors along the last axis of {@code x}, each as one row: {@code
   * [n, ..., d]} becomes {@code [m, d]}.
   */
  public GraphScope forVectorsOf(Expr x) {
    if (x.rank() == 2) {
      return this;
    }
    GraphScope given =
        contextAlong(x).map(each -> withContext(each.reshape(-1, each.size(-1)))).orElse(this);
    GraphScope present = given.mapPresence(mask -> mask.reshape(-1, mask.size(-1)));
    return rowWeightsAlong(x).map(each -> present.withRowWeights(each.reshape(-1))).orElse(present);
  }

  // Parameters

  /**
   * Returns the trainable parameter {@code name} of this place, declaring it on first use.
   *
   * @param name its role, in lower case with underscores
   * @param shape its shape, all sizes known
   * @param initializer its distribution before training
   * @throws IllegalStateException if it was declared with another shape
   */
  public Expr parameter(String name, Shape shape, Initializer<TFloating> initializer) {
    return declared(Kind.TRAINABLE, name, shape, initializer, Optional.empty());
  }

  private Expr declared(
      Kind kind,
      String name,
      Shape shape,
      Initializer<TFloating> initializer,
      Optional<Supplier<? extends Operand<TFloating>>> fromBatch) {
    return expr(
        parameters.parameter(
            new Declaration(qualified(name), shape, initializer, kind, fromBatch)));
  }

  /** Returns a trainable parameter with the given initial entries, row by row. */
  public Expr parameter(String name, Shape shape, double... initial) {
    return parameter(name, shape, constantInitializer(shape, initial));
  }

  /**
   * Returns a trainable parameter that is initialized from the first batch of training, and is zero
   * without such a batch.
   *
   * @param fromBatch builds its initial value from the batch
   */
  public Expr dataDependent(String name, Shape shape, Supplier<Expr> fromBatch) {
    return declared(Kind.DATA_DEPENDENT, name, shape, new Zeros<>(), Optional.of(fromBatch));
  }

  /**
   * Returns a state that no gradient changes, such as a moving average. A training step sets it by
   * {@link #update}; a served model keeps its last value.
   *
   * @param initial its initial entries, row by row
   */
  public Expr state(String name, Shape shape, double... initial) {
    return declared(Kind.STATE, name, shape, constantInitializer(shape, initial), Optional.empty());
  }

  /** Sets the state {@code name} of this place at the end of a training step. */
  public void update(String name, Expr next) {
    parameters.update(qualified(name), next.stopGradient());
  }

  /**
   * Adds a term to the mean loss of a training step that depends only on parameters, such as a
   * divergence of weights from their prior. It counts once in a step, even if it is added several
   * times under one name, and does not depend on the weights of rows.
   *
   * @param name its role at this place, in lower case with underscores
   * @param perRow a scalar in nats a row: the term of all data, divided by their number of rows
   */
  public void addLoss(String name, Expr perRow) {
    parameters.addLoss(qualified(name), perRow);
  }

  /**
   * Returns this place with constant parameters, which no gradient reaches and no fit moves, such
   * as those of a frozen layer:
   *
   * <pre>{@code
   * record Frozen(Bijector map) implements Bijector {
   *   public Mapped forward(GraphScope scope, Expr x) {
   *     return map.forward(scope.withParametersHeld(), x);
   *   }
   *   public Mapped inverse(GraphScope scope, Expr y) {
   *     return map.inverse(scope.withParametersHeld(), y);
   *   }
   *   public String name() {
   *     return map.name(); // so that trained weights fit
   *   }
   * }
   * }</pre>
   */
  public GraphScope withParametersHeld() {
    return withParameters(AdaptedParameters.held(parameters, tf));
  }

  /**
   * Returns this place for results that the graph itself differentiates: they have gradients even
   * in evaluation.
   */
  public GraphScope differentiated() {
    GraphScope place = withParameters(AdaptedParameters.differentiated(parameters));
    return context().map(c -> place.withContext(place.expr(c.asOutput()))).orElse(place);
  }

  /** Returns this place with parameters of another source, under the same names. */
  public GraphScope withParameters(ParameterSource source) {
    return new GraphScope(tf, path, source, rows);
  }

  /**
   * Returns a seed that depends only on the build's seed and on this place, so that adding a layer
   * does not change the seeds of others.
   */
  public long seed() {
    return parameters.seed() ^ path.hashCode() * GOLDEN_GAMMA;
  }

  // Expressions

  /**
   * Wraps an operand of the graph's float type for fluent arithmetic. In a loop, it may be an
   * operand of a surrounding graph.
   */
  @SuppressWarnings("unchecked") // operands of a graph share its float type
  public Expr expr(Operand<? extends TFloating> x) {
    Operand<TFloating> here = here((Operand<TFloating>) x);
    return here instanceof Expr wrapped ? wrapped : new Expr(this, here);
  }

  /** Returns an operand of this or a surrounding graph as an operand of this graph. */
  <T extends TType> Operand<T> here(Operand<T> x) {
    return LoopGraph.of(parameters).map(loop -> loop.captured(x)).orElse(x);
  }

  Condition condition(Operand<TBool> holds) {
    return new Condition(this, holds);
  }

  /** Returns an array without entries, such as the parameters of a map that has none. */
  public Expr empty() {
    return constant(Shape.of(0));
  }

  public Expr constant(double value) {
    return constant(Shape.scalar(), value);
  }

  /**
   * Returns a constant array of the given entries, row by row.
   *
   * @throws IllegalArgumentException if one is finite, but too large for single precision
   */
  public Expr constant(Shape shape, double... values) {
    if (type() == (Class<?>) TFloat64.class) {
      return expr(tf().constant(shape, DataBuffers.of(values)));
    }
    float[] narrowed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrowed[i] = narrowed(values[i]);
    }
    return expr(tf().constant(shape, DataBuffers.of(narrowed)));
  }

  private static float narrowed(double value) {
    float narrowed = (float) value;
    if (Float.isInfinite(narrowed) && Double.isFinite(value)) {
      throw new IllegalArgumentException(
          ("the constant %s is too large for single precision, which ends at 3.4e38: scale the data,"
                  + " or compile in double precision")
              .formatted(value));
    }
    return narrowed;
  }

  /** Joins arrays along an axis, which counts from the back if it is negative. */
  public Expr concat(int axis, List<Expr> parts) {
    Expr first = parts.get(0);
    return parts.size() == 1
        ? first
        : expr(tf().concat(operands(parts), tf().constant(first.fromFront(axis))));
  }

  /** Stacks arrays of one shape along a new first axis. */
  public Expr stack(List<Expr> parts) {
    return expr(tf().stack(operands(parts)));
  }

  /** Adds arrays of one shape. */
  public Expr sum(List<Expr> terms) {
    return expr(tf().math.addN(operands(terms)));
  }

  /** Returns {@code log Σₖ exp(aₖ)} of arrays of one shape, entry by entry. */
  public Expr logSumExp(List<Expr> logs) {
    return concat(-1, logs.stream().map(each -> each.expand(-1)).toList()).logSumExpLast();
  }

  /** Returns {@code log (1/m) Σₖ exp(aₖ)} of {@code m} arrays of one shape, entry by entry. */
  public Expr logMeanExp(List<Expr> logs) {
    return logSumExp(logs).minus(Math.log(logs.size()));
  }

  private List<Operand<TFloating>> operands(List<Expr> parts) {
    return parts.stream().<Operand<TFloating>>map(this::expr).toList();
  }

  private static Initializer<TFloating> constantInitializer(Shape shape, double... entries) {
    return (ops, sizes, floats) ->
        ops.dtypes.cast(ops.constant(shape, DataBuffers.of(entries)), floats);
  }

  private String qualified(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
