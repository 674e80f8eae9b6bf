package io.github.tfflows.tables.density;

/** The part that a cell has in a conditional density; in the context by its code. */
public enum State {
  /** Neither known nor asked for. */
  ABSENT(0),

  /** Its probability counts, and it can be drawn. */
  MODELLED(1),

  /** Its value is known, and the rest is conditional on it. */
  GIVEN(2),

  /** Its value is missing, and the rest is conditional on that. */
  GIVEN_MISSING(3),

  /** Its value is there: given that, its probability counts, and it can be drawn. */
  PRESENT(4);

  private final int code;

  State(int code) {
    this.code = code;
  }

  /** Returns the number that stands for the state in a context. */
  public float code() {
    return code;
  }
}
