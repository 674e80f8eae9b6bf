package io.github.tfflows.core.serving;

import io.github.tfflows.core.runtime.FirstRuns;
import io.github.tfflows.core.runtime.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TInt32;

/** A signature of an open model. */
public final class Endpoint {
  private static final String COUNT = "count";

  private final String key;
  private final SignatureDef signature;
  private final ModelSessions sessions;
  private final List<DeclaredInput> declared;
  private final Map<String, Output<?>> inputs;
  private final Map<String, Output<?>> outputs;
  private final Signature ends;
  private final FirstRuns firstRuns = new FirstRuns();

  private Endpoint(
      String key,
      SignatureDef signature,
      ModelSessions sessions,
      List<DeclaredInput> declared,
      Map<String, Output<?>> inputs,
      Map<String, Output<?>> outputs) {
    this.key = key;
    this.signature = signature;
    this.sessions = sessions;
    this.declared = declared;
    this.inputs = inputs;
    this.outputs = outputs;
    Signature.Builder ends = Signature.builder(key);
    inputs.forEach(ends::input);
    outputs.forEach(ends::output);
    this.ends = ends.build();
  }

  public static Endpoint of(String key, SignatureDef signature, OpenModel open) {
    List<DeclaredInput> declared = new ArrayList<>();
    new TreeMap<>(signature.getInputsMap())
        .forEach((name, info) -> declared.add(DeclaredInput.of(key, name, info)));
    return new Endpoint(
        key,
        signature,
        open.sessions(),
        declared,
        resolved(open.graph(), signature.getInputsMap()),
        resolved(open.graph(), signature.getOutputsMap()));
  }

  public SignatureDef signature() {
    return signature;
  }

  private static Map<String, Output<?>> resolved(Graph graph, Map<String, TensorInfo> infos) {
    Map<String, Output<?>> byName = new LinkedHashMap<>();
    infos.forEach((name, info) -> byName.put(name, resolved(graph, info)));
    return byName;
  }

  private static Output<?> resolved(Graph graph, TensorInfo info) {
    Output<?> output = graph.outputOrThrow(info.getName());
    if (output.dataType() != info.getDtype()) {
      throw new IllegalArgumentException(
          "%s is declared as %s, but the graph has %s"
              .formatted(info.getName(), info.getDtype(), output.dataType()));
    }
    return output;
  }

  /**
   * The place of some rows in the results of a call.
   *
   * @param results the arrays of all rows, by output
   * @param count the total number of rows
   */
  public record Target(Map<String, float[]> results, int count, int from, int to) {
    private void put(String output, float[] part) {
      float[] whole = Objects.requireNonNull(results.get(output), output);
      int size = whole.length / count;
      if (part.length != (to - from) * size) {
        throw new IllegalStateException(
            "the model returned %s numbers as %s of %s rows; expected %s a row"
                .formatted(part.length, output, to - from, size));
      }
      System.arraycopy(part, 0, whole, from * size, part.length);
    }
  }

  public static Shape eventShape(TensorInfo info) {
    return Tensors.shape(info.getTensorShape()).tail();
  }

  /**
   * Runs the signature once, and returns all outputs by name.
   *
   * @throws IllegalArgumentException if an input is missing, unknown, or of another type or shape
   */
  public Result run(Map<String, Tensor> arguments) {
    if (!arguments.keySet().equals(inputs.keySet())) {
      throw new IllegalArgumentException(
          "%s expects the inputs %s, got %s"
              .formatted(key, new TreeSet<>(inputs.keySet()), new TreeSet<>(arguments.keySet())));
    }
    Map<String, Long> rows = new TreeMap<>();
    for (DeclaredInput input : declared) {
      Tensor argument = Objects.requireNonNull(arguments.get(input.name()), input.name());
      input.require(argument.dataType(), argument.shape());
      if (input.isOfRows()) {
        rows.put(input.name(), argument.shape().get(0));
      }
    }
    if (new TreeSet<>(rows.values()).size() > 1) {
      throw new IllegalArgumentException(
          "%s expects the same number of rows in each of its inputs, got %s".formatted(key, rows));
    }
    requireCount(arguments);
    long most = rows.values().stream().mapToLong(count -> count).max().orElse(Long.MAX_VALUE);
    Session session = sessions.of(most);
    return firstRuns.run(session, () -> session.function(ends).call(arguments));
  }

  private void requireCount(Map<String, Tensor> arguments) {
    if (arguments.get(COUNT) instanceof TInt32 count && count.getInt() < 0) {
      throw new IllegalArgumentException(
          "%s expects %s to be zero or more, got %s".formatted(key, COUNT, count.getInt()));
    }
  }

  /**
   * Runs the signature once on some rows and copies the named outputs to arrays.
   *
   * @throws IllegalStateException if the model returns another number of rows
   */
  public void runInto(Map<String, Tensor> arguments, Target target, Deadline deadline) {
    List<String> names = List.copyOf(target.results().keySet());
    int rows = target.to() - target.from();
    Session session = sessions.of(rows);
    Session.Runner runner = session.runner();
    arguments.forEach((name, tensor) -> runner.feed(inputs.get(name), tensor));
    names.forEach(name -> runner.fetch(outputs.get(name)));
    try (Result result = firstRuns.run(List.of(session, names), () -> deadline.run(runner, rows))) {
      for (int i = 0; i < names.size(); i++) {
        target.put(names.get(i), Tensors.floats(result.get(i)));
      }
    }
  }
}
