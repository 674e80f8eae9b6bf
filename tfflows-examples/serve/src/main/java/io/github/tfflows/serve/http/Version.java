package io.github.tfflows.serve.http;

import java.util.Objects;

/** The version of the server. */
final class Version {
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "unreleased");
  }

  private Version() {}
}
