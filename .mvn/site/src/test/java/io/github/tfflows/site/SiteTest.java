package io.github.tfflows.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows every link of the built pages. */
class SiteTest {
  private static final Path SITE = Path.of(System.getProperty("site"));
  private static final Path ROOT = Path.of(System.getProperty("root"));
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  private static List<Path> pages(Path site) throws IOException {
    try (Stream<Path> files = Files.list(site)) {
      return files.filter(file -> file.toString().endsWith(".html")).sorted().toList();
    }
  }

  private static List<String> links(Path page) throws IOException {
    return LINK.matcher(Files.readString(page)).results().map(found -> found.group(1)).toList();
  }

  private static List<String> broken(Path site) throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages(site)) {
      for (String link : links(page)) {
        if (!leads(page, link)) {
          broken.add(page.getFileName() + ": " + link);
        }
      }
    }
    return broken;
  }

  private static boolean leads(Path page, String link) throws IOException {
    Matcher inSources =
        Pattern.compile("\\Q%s\\E/(?:blob|tree)/main/([^#]*).*".formatted(Links.REPOSITORY))
            .matcher(link);
    if (inSources.matches()) {
      return Files.exists(ROOT.resolve(inSources.group(1)));
    }
    if (link.matches("https?:.*")) {
      return true; // elsewhere, and not to be asked at each build
    }
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
    return Files.isRegularFile(target)
        && (parts.length == 1 || Files.readString(target).contains("id=\"" + parts[1] + "\""));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    assertEquals(List.of(), broken(SITE));
    long count = 0;
    for (Path page : pages(SITE)) {
      count += links(page).size();
    }
    assertTrue(count > 500, "found only " + count + " links");
  }

  @Test
  void brokenLinksAreFound(@TempDir Path site) throws IOException {
    Files.writeString(
        site.resolve("a.html"),
        "<h2 id=\"one\"></h2><a href=\"#one\"></a><a href=\"#two\"></a><a href=\"b.html\"></a>"
            + "<img src=\"images/c.png\"><a href=\""
            + Links.REPOSITORY
            + "/blob/main/none\"></a>");
    assertEquals(
        List.of(
            "a.html: #two",
            "a.html: b.html",
            "a.html: images/c.png",
            "a.html: " + Links.REPOSITORY + "/blob/main/none"),
        broken(site));
  }

  @Test
  void everyDocumentIsAPage() throws IOException {
    Set<String> documents = new TreeSet<>();
    for (String folder :
        List.of(
            "",
            ".github",
            ".github/guide",
            "tfflows-core",
            "tfflows-bijectors",
            "tfflows-examples",
            "tests")) {
      try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
        files
            .map(file -> folder + (folder.isEmpty() ? "" : "/") + file.getFileName())
            .filter(name -> name.endsWith(".md") && !name.contains("TEMPLATE"))
            .forEach(documents::add);
      }
    }
    Set<String> pages =
        Pages.read().all().stream()
            .map(Page::source)
            .collect(Collectors.toCollection(TreeSet::new));
    assertTrue(pages.containsAll(documents), () -> documents + " and " + pages);
  }

  @Test
  void programsAreColouredAndEscaped() {
    assertEquals(
        "<span class=\"k\">var</span> a = <span class=\"s\">\"x &lt; // y\"</span>; <span class=\"c\">// &amp;</span>",
        Code.coloured("var a = \"x < // y\"; // &"));
  }
}
