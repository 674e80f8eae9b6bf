package io.github.tfflows.tables.scan;

/** An error that another choice of columns and kinds avoids. */
public final class ColumnChoiceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  ColumnChoiceException(String message) {
    super(message);
  }
}
