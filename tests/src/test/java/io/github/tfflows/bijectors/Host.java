package io.github.tfflows.bijectors;

import io.github.tfflows.bijectors.network.Conditioner;
import io.github.tfflows.bijectors.network.Mlp;
import io.github.tfflows.bijectors.network.PeriodicFeatures;
import io.github.tfflows.bijectors.network.ResidualNet;
import io.github.tfflows.bijectors.network.autoregressive.AutoregressiveConditioner;
import io.github.tfflows.bijectors.network.autoregressive.Made;
import io.github.tfflows.bijectors.network.autoregressive.ResidualMade;
import io.github.tfflows.bijectors.scalar.CircularShift;
import io.github.tfflows.bijectors.scalar.Domain;
import io.github.tfflows.bijectors.scalar.ScalarBijector;
import io.github.tfflows.bijectors.spline.CircularRationalQuadratic;
import io.github.tfflows.core.Bijector;
import io.github.tfflows.testing.LayerNames;
import io.github.tfflows.testing.Periodic;
import java.util.List;
import org.tensorflow.framework.activations.Activations;

/** The ways to apply a scalar bijector. Plain networks have bounded units, residual ones do not. */
enum Host {
  ALONE {
    @Override
    Bijector of(ScalarBijector map) {
      return map;
    }
  },
  INVERTED {
    @Override
    Bijector of(ScalarBijector map) {
      return map.inverted();
    }
  },
  COUPLING {
    @Override
    Bijector of(ScalarBijector map) {
      return new Coupling(map, suited(map, Mlp.of(12).withActivation(Activations.TANH)));
    }
  },
  RESIDUAL_COUPLING {
    @Override
    Bijector of(ScalarBijector map) {
      return new Coupling(map, suited(map, ResidualNet.of(12, 1)));
    }
  },
  AUTOREGRESSIVE {
    @Override
    Bijector of(ScalarBijector map) {
      return new MaskedAutoregressive(
          map, suited(map, Made.of(16).withActivation(Activations.TANH)));
    }
  },
  RESIDUAL_AUTOREGRESSIVE {
    @Override
    Bijector of(ScalarBijector map) {
      return new MaskedAutoregressive(map, suited(map, ResidualMade.of(16, 1)));
    }
  },
  INVERSE_AUTOREGRESSIVE {
    @Override
    Bijector of(ScalarBijector map) {
      return new MaskedAutoregressive(map, suited(map, Made.of(16))).inverted();
    }
  };

  private static final List<String> PLAIN =
      List.of("dense_0.kernel", "dense_0.bias", "output.kernel", "output.bias");
  private static final List<String> RESIDUAL =
      LayerNames.of("input", "block_0.dense_0", "block_0.dense_1", "output");

  abstract Bijector of(ScalarBijector map);

  boolean hasNetwork() {
    return this != ALONE && this != INVERTED;
  }

  boolean isInverted() {
    return this == INVERTED || this == INVERSE_AUTOREGRESSIVE;
  }

  /** Returns the parameters of a network, in the order of their declaration. */
  List<String> networkNames() {
    boolean residual = this == RESIDUAL_COUPLING || this == RESIDUAL_AUTOREGRESSIVE;
    return (residual ? RESIDUAL : PLAIN).stream().map(name -> "conditioner." + name).toList();
  }

  /** On a circle, shows the network periodic features. */
  private static Conditioner suited(ScalarBijector map, Conditioner network) {
    return map.range().kind() == Domain.Kind.CIRCLE
        ? new PeriodicFeatures(network, bound(map))
        : network;
  }

  private static AutoregressiveConditioner suited(
      ScalarBijector map, AutoregressiveConditioner network) {
    return map.range().kind() == Domain.Kind.CIRCLE ? new Periodic(network, bound(map)) : network;
  }

  private static double bound(ScalarBijector map) {
    return map instanceof CircularShift shift
        ? shift.bound()
        : ((CircularRationalQuadratic) map).bound();
  }
}
