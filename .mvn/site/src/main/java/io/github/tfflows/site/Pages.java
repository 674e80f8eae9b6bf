package io.github.tfflows.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** All pages in the order of the menu. */
record Pages(List<Page> all) {
  Pages {
    all = List.copyOf(all);
  }

  /** Reads {@code pages.txt}. */
  static Pages read() throws IOException {
    List<Page> all = new ArrayList<>();
    String group = "";
    for (String line : resource("pages.txt").lines().toList()) {
      String[] parts = line.split(" \\| ", -1);
      if (parts.length == 3) {
        all.add(new Page(parts[0], parts[1] + ".html", parts[2], group));
      } else if (!line.isEmpty() && !line.startsWith("#")) {
        group = line;
      }
    }
    return new Pages(all);
  }

  static String resource(String name) throws IOException {
    try (InputStream in = Pages.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  Optional<Page> of(String source) {
    return all.stream().filter(page -> page.source().equals(source)).findFirst();
  }
}
