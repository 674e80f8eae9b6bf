package io.github.tfflows.core.saved.rules;

import io.github.tfflows.core.saved.shapes.NumericOps;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.tensorflow.proto.NodeDef;

/**
 * Checks that calls end: no function calls itself, and all of them run a bounded number of nodes.
 */
final class CallRules {
  /** The number of nodes if TensorFlow inlines all calls. */
  private static final long MOST_NODES = 1L << 21;

  /** The number of runs of nodes, including repetitions in loops. */
  private static final long MOST_RUNS = 1L << 28;

  private static final int DEEPEST = 32;

  private record Work(long nodes, long runs) {
    Work plus(Work other, long times) {
      return new Work(
          Math.min(nodes + other.nodes, MOST_NODES + 1),
          Math.min(runs + Math.min(times, MOST_RUNS + 1) * other.runs, MOST_RUNS + 1));
    }
  }

  private final Map<String, Function> functions;
  private final LoopRules loops;
  private final Map<String, Work> known = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  CallRules(Map<String, Function> functions) {
    this.functions = functions;
    this.loops = new LoopRules(functions);
  }

  /** Checks the calls of a graph, and of functions that it does not call. */
  void check(Body graph) throws IOException {
    requireWithinLimits(work(graph));
    for (Function function : functions.values()) {
      requireWithinLimits(work(function.body()));
    }
  }

  private static void requireWithinLimits(Work work) throws IOException {
    if (work.nodes() > MOST_NODES || work.runs() > MOST_RUNS) {
      throw new IOException(
          "is not within the rules for models from strangers: its functions, each where it is called,"
              + " have more than %s nodes or run more than %s".formatted(MOST_NODES, MOST_RUNS));
    }
  }

  private Work work(Body body) throws IOException {
    Work work = new Work(body.nodes().size(), body.nodes().size());
    for (NodeDef node : body.nodes().values()) {
      long times = node.getOp().equals(NumericOps.LOOP) ? 1 + loops.steps(body, node) : 1;
      for (String function : NodeRules.called(node)) {
        work = work.plus(work(body, node, function), times);
      }
    }
    return work;
  }

  private Work work(Body around, NodeDef call, String name) throws IOException {
    Work before = known.get(name);
    if (before != null) {
      return before;
    }
    Function function = functions.get(name);
    if (function == null) {
      throw around.broken(
          call, "calls the function %s, which is not there".formatted(Body.shown(name)));
    }
    if (!open.add(name) || open.size() > DEEPEST) {
      throw around.broken(
          call, "calls the function %s, which calls itself or too many others".formatted(name));
    }
    Work work = work(function.body());
    open.remove(name);
    known.put(name, work);
    return work;
  }
}
