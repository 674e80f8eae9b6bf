package io.github.tfflows.core.graph;

import org.tensorflow.ConcreteFunction;
import org.tensorflow.DeviceSpec;
import org.tensorflow.ExecutionEnvironment;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.op.Ops;
import org.tensorflow.op.Scope;

/**
 * A scope whose op names are the same under every default locale. TensorFlow for Java numbers equal
 * names with {@code String.format}, in the digits of the locale, and its native library accepts
 * only ASCII.
 */
record AsciiNames(Scope scope) implements Scope {
  static Ops ops(Graph graph) {
    return Ops.create(new Root(graph));
  }

  /** The graph, with this scope as the one that {@link Ops} use. */
  private record Root(Graph graph) implements ExecutionEnvironment {
    @Override
    public Scope baseScope() {
      return new AsciiNames(graph.baseScope());
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
  public String makeOpName(String name) {
    return ascii(scope.makeOpName(name));
  }

  @Override
  public String makeUnique(String name) {
    return ascii(scope.makeUnique(name));
  }

  /** Replaces other digits: only the number of a name can have them. */
  private static String ascii(String name) {
    StringBuilder ascii = new StringBuilder(name.length());
    name.codePoints()
        .map(c -> Character.isDigit(c) ? Character.forDigit(Character.digit(c, 10), 10) : c)
        .forEach(ascii::appendCodePoint);
    return ascii.toString();
  }

  @Override
  public ExecutionEnvironment env() {
    return scope.env();
  }

  @Override
  public Scope withSubScope(String name) {
    return new AsciiNames(scope.withSubScope(name));
  }

  @Override
  public Scope withName(String name) {
    return new AsciiNames(scope.withName(name));
  }

  @Override
  public Scope withNameAsSubScope(String name) {
    return new AsciiNames(scope.withNameAsSubScope(name));
  }

  @Override
  public Scope withDevice(DeviceSpec device) {
    return new AsciiNames(scope.withDevice(device));
  }

  @Override
  public Scope withInitScope() {
    return new AsciiNames(scope.withInitScope());
  }

  @Override
  public Scope withControlDependencyOps(Iterable<Operation> operations) {
    return new AsciiNames(scope.withControlDependencyOps(operations));
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
