package io.github.tfflows.core.saved.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.tfflows.core.execution.Precision;
import io.github.tfflows.core.graph.Condition;
import io.github.tfflows.core.graph.Expr;
import io.github.tfflows.core.graph.GraphScope;
import io.github.tfflows.core.graph.ParameterSource;
import io.github.tfflows.core.model.AllExports;
import io.github.tfflows.core.runtime.Parameters;
import io.github.tfflows.core.runtime.Tensors;
import io.github.tfflows.core.saved.rules.GraphRules;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.TensorFlow;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.OpDef.ArgDef;

class NumericOpsTest {
  private static final Map<String, OpDef> REGISTERED =
      TensorFlow.registeredOpList().getOpList().stream()
          .collect(Collectors.toMap(OpDef::getName, Function.identity()));

  private static final Set<String> OF_FUNCTIONS = Set.of(NumericOps.CALL, NumericOps.LOOP);

  @Test
  void opsAreFunctionsOfNumbers() {
    for (String name : NumericOps.FORMS.keySet()) {
      OpDef op = Objects.requireNonNull(REGISTERED.get(name), name);
      assertFalse(op.getIsStateful(), name + " has state");
      Stream.concat(op.getInputArgList().stream(), op.getOutputArgList().stream())
          .forEach(argument -> assertNumber(name, argument));
      assertEquals(
          OF_FUNCTIONS.contains(name),
          op.getAttrList().stream().anyMatch(attribute -> attribute.getType().contains("func")),
          name + " calls functions");
    }
  }

  private static void assertNumber(String op, ArgDef argument) {
    DataType type = argument.getType();
    assertTrue(type == DataType.DT_INVALID || TensorRules.isNumber(type), op + " " + type);
    assertFalse(argument.getIsRef(), op + " writes");
  }

  /**
   * The list is that of the exports: they keep all rules, and each form of an op is in one of them.
   * In double precision, those with forms that no other has shown.
   */
  @Test
  void everyExportIsAcceptedAndEveryFormIsInOne() {
    Set<String> unused = forms();
    List<AllExports.Export> exports = AllExports.all();
    assertTrue(exports.size() > 200, "exports: " + exports.size());
    for (AllExports.Export export : exports) {
      Set<String> single = accepted(export, Precision.FLOAT32);
      unused.removeAll(single);
      if (single.stream().anyMatch(form -> unused.contains(form.replace("=FLOAT", "=DOUBLE")))) {
        unused.removeAll(accepted(export, Precision.FLOAT64));
      }
    }
    assertEquals(Set.of(), unused);
  }

  @Tag("slow")
  @Test
  void everyArchitectureIsAccepted() {
    AllExports.architectures().forEach(export -> accepted(export, Precision.FLOAT32));
  }

  private static Set<String> forms() {
    Set<String> forms = new TreeSet<>();
    NumericOps.FORMS.forEach(
        (op, form) -> {
          forms.add(op);
          form.attributes()
              .forEach((name, values) -> values.forEach(value -> forms.add(form(op, name, value))));
        });
    forms.removeIf(form -> form.endsWith(NumericOps.ANY));
    return forms;
  }

  private static String form(String op, String attribute, String value) {
    return "%s %s=%s".formatted(op, attribute, value);
  }

  /** Checks an export, and returns the forms of its ops. */
  private static Set<String> accepted(AllExports.Export export, Precision precision) {
    MetaGraphDef model = export.model(precision);
    assertEquals(Optional.empty(), GraphRules.brokenBy(model), export.name());
    Set<String> forms = new TreeSet<>();
    Stream.concat(
            model.getGraphDef().getNodeList().stream(),
            model.getGraphDef().getLibrary().getFunctionList().stream()
                .flatMap(function -> function.getNodeDefList().stream()))
        .forEach(
            node -> {
              forms.add(node.getOp());
              node.getAttrMap()
                  .forEach(
                      (name, value) -> forms.add(form(node.getOp(), name, NumericOps.text(value))));
            });
    return forms;
  }

  @Test
  void opsThatEndProcessesOrReadFilesAreNotAmongThem() {
    String dangerous =
        "Abort PyFuncStateless ImmutableConst DebugIdentity Copy CopyHost HostConst"
            + " XlaCustomCallV2 MlirPassthroughOp InplaceUpdate Batch Bitcast FakeParam Switch"
            + " Merge Enter NextIteration";
    for (String op : dangerous.split(" ", -1)) {
      assertFalse(NumericOps.FORMS.containsKey(op), op);
    }
  }

  /** Calls every method of {@link Expr} that can be, and looks at the ops that it built. */
  @Test
  void opsOfExpressionsAreAmongThem() {
    try (Graph graph = new Graph()) {
      Parameters parameters =
          new Parameters(
              Ops.create(graph),
              Tensors.type(Precision.FLOAT32),
              0,
              ParameterSource.Phase.EVALUATION);
      GraphScope scope = GraphScope.root(Ops.create(graph), parameters);
      Expr x = scope.constant(org.tensorflow.ndarray.Shape.of(2, 2), 1, 2, 3, 4);
      int calls = 0;
      for (Object target : List.of(x, x.greater(0))) {
        for (Method method : target.getClass().getMethods()) {
          if (!Modifier.isStatic(method.getModifiers())
              && Set.of(Expr.class, Condition.class).contains(method.getReturnType())) {
            calls += isCalled(method, target, x) ? 1 : 0;
          }
        }
      }
      assertTrue(calls > 40, "methods called: " + calls);
      Set<String> ops =
          graph.toGraphDef().getNodeList().stream()
              .map(NodeDef::getOp)
              .collect(Collectors.toCollection(TreeSet::new));
      assertTrue(ops.size() > 30, ops::toString);
      ops.removeAll(NumericOps.FORMS.keySet());
      assertEquals(Set.of(), ops);
    }
  }

  private static boolean isCalled(Method method, Object target, Expr x) {
    List<Object> arguments = new ArrayList<>();
    for (Class<?> type : method.getParameterTypes()) {
      if (type == Expr.class) {
        arguments.add(x);
      } else if (type == double.class) {
        arguments.add(1.0);
      } else if (type == int.class) {
        arguments.add(1);
      } else if (type == long[].class) {
        arguments.add(new long[] {1, -1, 4}); // as a shape
      } else if (type == int[].class) {
        arguments.add(new int[] {1, 0}); // as a permutation
      } else {
        return false;
      }
    }
    try {
      method.invoke(target, arguments.toArray());
      return true;
    } catch (InvocationTargetException | IllegalAccessException | IllegalArgumentException e) {
      return false;
    }
  }
}
