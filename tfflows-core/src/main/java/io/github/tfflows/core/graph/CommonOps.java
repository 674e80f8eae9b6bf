package io.github.tfflows.core.graph;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ConcreteFunction;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Tensor;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

/**
 * The ops of a graph. Equal ops are built once (common subexpression elimination). Layers repeat
 * many constants, and the members of an ensemble read the same features of a row. Without this,
 * most nodes of a large graph would equal another one.
 *
 * <p>Ops are equal if they have the same type, inputs and attributes. Some ops are built each time:
 * ops with effects, ops of libraries that are loaded later, inputs, and {@code Identity}, which
 * distinguishes arrays of equal values where a graph is differentiated.
 */
final class CommonOps {
  private static final Set<String> NEVER_EQUAL =
      Set.of("Placeholder", "PlaceholderWithDefault", "Identity");

  /**
   * The ops without effects: they neither draw random numbers nor change a state, such as a
   * variable's.
   */
  private static final Set<String> WITHOUT_EFFECT =
      TensorFlow.registeredOpList().getOpList().stream()
          .filter(op -> !op.getIsStateful())
          .filter(op -> op.getInputArgList().stream().noneMatch(ArgDef::getIsRef))
          .map(OpDef::getName)
          .filter(type -> !NEVER_EQUAL.contains(type))
          .collect(Collectors.toUnmodifiableSet());

  /**
   * The most bytes of a constant that is compared. Larger constants are weights and tables, which
   * rarely repeat.
   */
  private static final long MOST_BYTES = 1 << 12;

  private final Map<List<Object>, Operation> built = new HashMap<>();

  /**
   * Returns a builder of an op, or of an equal one in its place.
   *
   * @param builder begins a new op
   */
  OperationBuilder builder(String type, Supplier<OperationBuilder> builder) {
    return WITHOUT_EFFECT.contains(type)
        ? (OperationBuilder)
            Proxy.newProxyInstance(
                OperationBuilder.class.getClassLoader(),
                new Class<?>[] {OperationBuilder.class},
                new Recording(type, builder))
        : builder.get();
  }

  /** The calls of a builder, which are made when the op is found to be new. */
  private final class Recording implements InvocationHandler {
    private final Supplier<OperationBuilder> builder;
    private final List<Call> calls = new ArrayList<>();

    /** The type of the op, and the names and arguments of the calls. */
    private final List<Object> key = new ArrayList<>();

    Recording(String type, Supplier<OperationBuilder> builder) {
      this.builder = builder;
      key.add(type);
    }

    @Override
    public Object invoke(Object self, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getDeclaringClass() == Object.class) {
        return method.invoke(this, arguments);
      }
      if (arguments == null) { // a builder's only method without any: build()
        return build();
      }
      calls.add(target -> method.invoke(target, arguments));
      key.add(method.getName());
      for (Object argument : arguments) {
        key.add(part(argument));
      }
      return self;
    }

    private Operation build() throws Throwable {
      Operation equal = built.get(key);
      if (equal != null) {
        return equal;
      }
      OperationBuilder target = builder.get();
      try {
        for (Call call : calls) {
          Object unused = call.on(target);
        }
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
      Operation operation = target.build();
      built.put(key, operation);
      return operation;
    }
  }

  private interface Call {
    Object on(OperationBuilder builder) throws ReflectiveOperationException;
  }

  private static Object part(Object argument) {
    if (argument instanceof Tensor tensor) {
      return part(tensor);
    }
    if (argument.getClass().isArray()) {
      return IntStream.range(0, Array.getLength(argument))
          .mapToObj(i -> part(Array.get(argument, i)))
          .toList();
    }
    return argument instanceof ConcreteFunction ? new Object() : argument;
  }

  private static Object part(Tensor tensor) {
    if (tensor.numBytes() > MOST_BYTES || tensor.dataType() == DataType.DT_STRING) {
      return new Object();
    }
    byte[] bytes = new byte[(int) tensor.numBytes()];
    tensor.asRawTensor().data().read(bytes);
    return List.of(tensor.dataType(), tensor.shape(), ByteBuffer.wrap(bytes));
  }
}
