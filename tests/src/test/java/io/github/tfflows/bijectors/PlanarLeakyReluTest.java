package io.github.tfflows.bijectors;

class PlanarLeakyReluTest implements PlanarContract {
  @Override
  public PlanarActivation activation() {
    return PlanarActivation.LEAKY_RELU;
  }
}
