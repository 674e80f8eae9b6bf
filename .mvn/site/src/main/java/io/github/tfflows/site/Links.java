package io.github.tfflows.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the links of a document lead in the site. */
final class Links {
  static final String REPOSITORY = "https://github.com/tfflows/tfflows";

  private static final Pattern JAVA = Pattern.compile("(.*)/src/main/java/(.*)\\.java");

  private final Path root;
  private final Pages pages;

  Links(Path root, Pages pages) {
    this.root = root;
    this.pages = pages;
  }

  /** Returns the destination in the site of a link in a document. */
  String rewritten(Page from, String link) {
    if (link.startsWith("#") || link.matches("\\w+:.*")) {
      return link;
    }
    String[] parts = link.split("#", 2);
    String anchor = parts.length == 1 ? "" : "#" + parts[1];
    String target = inRepository(from, parts[0]);
    return pages
        .of(target)
        .map(page -> page.file() + anchor)
        .or(() -> javadoc(target))
        .orElseGet(() -> inSources(target) + anchor);
  }

  /** Returns the path in the repository that a relative link leads to. */
  String inRepository(Page from, String link) {
    Path document = root.resolve(from.source());
    Path target = document.resolveSibling(link).normalize();
    return root.normalize().relativize(target).toString().replace('\\', '/');
  }

  /** The page of the javadoc, of the modules that are part of it. */
  private static Optional<String> javadoc(String target) {
    Matcher java = JAVA.matcher(target);
    if (!java.matches() || java.group(1).matches(".*/(gallery|cli|spring|flink)")) {
      return Optional.empty();
    }
    return Optional.of(
        "apidocs/%s.html".formatted(java.group(2).replace("package-info", "package-summary")));
  }

  private String inSources(String target) {
    String kind = Files.isDirectory(root.resolve(target)) ? "tree" : "blob";
    return "%s/%s/main/%s".formatted(REPOSITORY, kind, target);
  }
}
