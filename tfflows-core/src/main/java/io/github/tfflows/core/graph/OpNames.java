package io.github.tfflows.core.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * A scope that names ops itself. The scopes of TensorFlow for Java have two defects. It numbers
 * equal names with {@code String.format}, in the digits of the default locale, and its native
 * library accepts only ASCII. And for each nested scope, it reads the names of all nodes of the
 * graph, so that the time to build a graph grows with the square of its size.
 */
final class OpNames implements Scope {
  /** Devices and control dependencies. */
  private final Scope scope;

  private final String prefix;

  /** The name of the next op; null for the name of its type. */
  private final @Nullable String opName;

  private final Names names;
  private final CommonOps common;

  /** The names in a scope. */
  private interface Names {
    /** Returns a name that no op or scope has, and that none will have. */
    String unique(String name);
  }

  private OpNames(
      Scope scope, String prefix, @Nullable String opName, Names names, CommonOps common) {
    this.scope = scope;
    this.prefix = prefix;
    this.opName = opName;
    this.names = names;
    this.common = common;
  }

  static Ops ops(Graph graph) {
    return Ops.create(new Root(graph));
  }

  /** The outermost scope of a graph, with the names of the graph itself. */
  private static OpNames outermost(Scope scope) {
    return new OpNames(scope, "", null, name -> ascii(scope.makeUnique(name)), new CommonOps());
  }

  /** Replaces other digits: only the number of a name can have them. */
  private static String ascii(String name) {
    StringBuilder ascii = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> Character.isDigit(c) ? Character.forDigit(Character.digit(c, 10), 10) : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }

  /** The names in a scope below another one, each with the last number that made it unique. */
  private static final class Counted implements Names {
    private final Map<String, Integer> taken = new HashMap<>();

    @Override
    public String unique(String name) {
      String unique = name;
      int number = taken.getOrDefault(name, 0);
      while (taken.containsKey(unique)) {
        number++;
        unique = name + "_" + number;
      }
      taken.put(unique, 0);
      taken.put(name, number);
      return unique;
    }
  }

  /** The graph, with this scope as the scope of {@link Ops}. */
  private record Root(Graph graph) implements ExecutionEnvironment {
    @Override
    public Scope baseScope() {
      return outermost(graph.baseScope());
    }

    @Override
    public OperationBuilder opBuilder(String type, String name, Scope scope) {
      return graph.opBuilder(type, name, scope);
    }

    @Override
    public void attachFunction(ConcreteFunction function) {
      graph.attachFunction(function);
    }

    @Override
    public void checkInput(Operation input) {
      graph.checkInput(input);
    }

    @Override
    public Types environmentType() {
      return graph.environmentType();
    }

    @Override
    public boolean isInitializer(Operation operation) {
      return graph.isInitializer(operation);
    }
  }

  @Override
  public String makeOpName(String type) {
    return prefix + makeUnique(opName == null ? type : opName);
  }

  /** Equal ops without a name of their own are one. */
  @Override
  public OperationBuilder opBuilder(String type, String name) {
    Supplier<OperationBuilder> builder = () -> Scope.super.opBuilder(type, name);
    return opName == null ? common.builder(type, builder) : builder.get();
  }

  @Override
  public String makeUnique(String name) {
    return names.unique(name);
  }

  @Override
  public ExecutionEnvironment env() {
    return scope.env();
  }

  @Override
  public Scope withSubScope(String name) {
    String unique = makeUnique(opName == null ? name : opName);
    return new OpNames(scope, prefix + unique + "/", null, new Counted(), common);
  }

  @Override
  public Scope withName(String name) {
    return new OpNames(scope, prefix, name, names, common);
  }

  @Override
  public Scope withNameAsSubScope(String name) {
    return withSubScope(name);
  }

  private Scope with(Scope other) {
    return new OpNames(other, prefix, opName, names, new CommonOps());
  }

  @Override
  public Scope withDevice(DeviceSpec device) {
    return with(scope.withDevice(device));
  }

  @Override
  public Scope withInitScope() {
    return with(scope.withInitScope());
  }

  @Override
  public Scope withControlDependencyOps(Iterable<Operation> operations) {
    return with(scope.withControlDependencyOps(operations));
  }

  @Override
  public void refreshNames() {
    scope.refreshNames();
  }

  @Override
  public OperationBuilder apply(OperationBuilder builder) {
    return scope.apply(builder);
  }

  @Override
  public String getDeviceString() {
    return scope.getDeviceString();
  }

  @Override
  public boolean isInit() {
    return scope.isInit();
  }
}
