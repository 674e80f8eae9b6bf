package io.github.tfflows.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the build, from the manifest of its jar. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"tfflows " + of(Version.class.getPackage())};
  }

  /** Returns the version of the jar of a package; classes in folders have none. */
  static String of(Package jar) {
    return Optional.ofNullable(jar.getImplementationVersion()).orElse("(not packaged)");
  }
}
