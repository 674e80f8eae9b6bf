package io.github.tfflows.tables.prediction;

/** How a prediction is computed. */
public enum Method {
  /** By the distribution functions of the model, exact to rounding. */
  CLOSED_FORM,

  /** By the probability of every name, exact to rounding. */
  ENUMERATION,

  /** By draws of the model, with their error. */
  DRAWS
}
