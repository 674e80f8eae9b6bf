package io.github.tfflows.core.training.step;

import io.github.tfflows.core.training.recipe.Muon;
import io.github.tfflows.core.training.recipe.Optimizer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.family.TFloating;

/** The ops by which an optimizer updates a vector of parameters. */
sealed interface Update permits AdamUpdate, MuonUpdate {
  /** Splits parameters into vectors, so that an optimizer has one rule for each. */
  static List<Packing> vectors(Optimizer optimizer, Packing parameters, int threads) {
    if (optimizer instanceof Muon) {
      List<Packing> vectors = new ArrayList<>();
      vectors.addAll(parameters.only(MuonUpdate::accepts).cut(threads));
      vectors.addAll(
          parameters.only((name, shape) -> !MuonUpdate.accepts(name, shape)).cut(threads));
      return vectors;
    }
    return parameters.cut(threads);
  }

  /** Returns the rule for the parameters of a vector. */
  static Update of(Optimizer optimizer, Packing vector) {
    boolean isOfKernels =
        vector.shapes().entrySet().stream()
            .allMatch(each -> MuonUpdate.accepts(each.getKey(), each.getValue()));
    return optimizer instanceof Muon muon && isOfKernels
        ? new MuonUpdate(muon)
        : new AdamUpdate(optimizer.adam());
  }

  /** Returns the roles of the variables that it keeps beside the values; all begin with zeros. */
  List<String> moments();

  /** Builds the update, which begins when its gradient is complete. */
  Op of(Ops tf, Variables variables, Operand<TFloating> gradient, Rates rates);
}
