package io.github.tfflows.bijectors;

import io.github.tfflows.core.GraphScope;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TFloating;

/** A network of plain dense layers, in which every output sees every input. */
record FreeNetwork(Layers.Wiring wiring) implements Conditioner {
  @Override
  public <T extends TFloating> Operand<T> parameters(
      GraphScope<T> scope, Operand<T> known, int features, int parameters) {
    Operand<T> x = scope.appendContext(known);
    Degrees inputs = Degrees.spread(LastAxis.size(x), 0, 0);
    Degrees outputs = Degrees.spread(features * parameters, 0, 0);
    Layers<T> layers = new Layers<>(scope, inputs, 0, outputs, weights -> weights::apply);
    Operand<T> theta = wiring.wire(layers).apply(x);
    return scope.tf().reshape(theta, scope.tf().array(-1, features, parameters));
  }
}
