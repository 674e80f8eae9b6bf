package io.github.tfflows.tables.density;

/** The role of a cell in a conditional density; its code is in the context. */
public enum State {
  /** Neither given nor modelled. */
  ABSENT(0),

  /** Modelled: its probability counts, and it can be drawn. */
  MODELLED(1),

  /** Given: the rest is conditional on its value. */
  GIVEN(2),

  /** Given as missing: the rest is conditional on that. */
  GIVEN_MISSING(3),

  /** Known to be present: given that, its value is modelled. */
  PRESENT(4);

  private final int code;

  State(int code) {
    this.code = code;
  }

  /** Returns the code of the state in a context. */
  public float code() {
    return code;
  }
}
