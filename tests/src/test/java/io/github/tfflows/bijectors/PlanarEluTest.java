package io.github.tfflows.bijectors;

class PlanarEluTest implements PlanarContract {
  @Override
  public PlanarActivation activation() {
    return PlanarActivation.ELU;
  }
}
