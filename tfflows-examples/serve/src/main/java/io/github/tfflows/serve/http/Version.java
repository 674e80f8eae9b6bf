package io.github.tfflows.serve.http;

import java.util.Objects;

/** The version of the server. */
final class Version {
  /** Returns the version that its jar names. */
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "unreleased");
  }

  private Version() {}
}
