package io.github.tfflows.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** Writes the pages of the site. */
public final class Main {
  private static final List<Extension> EXTENSIONS =
      List.of(TablesExtension.create(), HeadingAnchorExtension.create());

  private static final Pattern PART = Pattern.compile("<h2 id=\"(.*?)\">(.*?)</h2>");

  private final Path root;
  private final Path site;
  private final Pages pages;
  private final Links links;
  private final List<String> pictures = new ArrayList<>();

  private Main(Path root, Path site) throws IOException {
    this.root = root;
    this.site = site;
    this.pages = Pages.read();
    this.links = new Links(root, pages);
  }

  /**
   * Writes all pages.
   *
   * @param arguments the root of the repository and the folder of the site
   * @throws IOException if a file cannot be read or written
   */
  public static void main(String[] arguments) throws IOException {
    new Main(Path.of(arguments[0]).toRealPath(), Path.of(arguments[1])).write();
  }

  private void write() throws IOException {
    Files.createDirectories(site.resolve("images"));
    for (Page page : pages.all()) {
      Files.writeString(site.resolve(page.file()), html(page));
    }
    for (String picture : pictures) {
      Path copy = site.resolve(image(picture));
      Files.copy(root.resolve(picture), copy, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.writeString(site.resolve("style.css"), Pages.resource("style.css"));
  }

  private String html(Page page) throws IOException {
    Node document =
        Parser.builder()
            .extensions(EXTENSIONS)
            .build()
            .parse(Files.readString(root.resolve(page.source())));
    document.accept(new Rewriting(page));
    String text =
        HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .nodeRendererFactory(Code::new)
            .build()
            .render(document)
            .replace("<table>", "<div class=\"table\"><table>")
            .replace("</table>", "</table></div>")
            .replaceAll("<code>([^<\n]{1,24})</code>", "<code class=\"short\">$1</code>");
    String name =
        page.file().equals("index.html")
            ? "tfflows: normalizing flows for the JVM"
            : page.title() + " · tfflows";
    return filled(
        Map.of(
            "title",
            name,
            "menu",
            menu(page, text),
            "text",
            text,
            "repository",
            Links.REPOSITORY,
            "version",
            version()));
  }

  private static String filled(Map<String, String> values) throws IOException {
    return Pattern.compile("\\$\\{(\\w+)}")
        .matcher(Pages.resource("page.html"))
        .replaceAll(name -> Matcher.quoteReplacement(values.getOrDefault(name.group(1), "")));
  }

  /** The titles of all pages, and the parts of the page at hand. */
  private String menu(Page here, String text) {
    StringBuilder menu = new StringBuilder();
    String group = "";
    for (Page page : pages.all()) {
      if (!page.group().equals(group)) {
        menu.append(group.isEmpty() ? "" : "</ul>\n");
        group = page.group();
        menu.append("<p>%s</p>\n<ul>\n".formatted(group));
      }
      String title = page.file().equals("index.html") ? "Overview" : page.title();
      String link = "<a href=\"%s\">%s</a>".formatted(page.file(), title);
      menu.append(
          page.equals(here)
              ? "<li class=\"here\">%s%s</li>\n".formatted(link, parts(text))
              : "<li>%s</li>\n".formatted(link));
    }
    return menu.append("</ul>\n").toString();
  }

  private static String parts(String text) {
    StringBuilder parts = new StringBuilder();
    Matcher headings = PART.matcher(text);
    while (headings.find()) {
      parts.append(
          "<li><a href=\"#%s\">%s</a></li>".formatted(headings.group(1), headings.group(2)));
    }
    return parts.isEmpty() ? "" : "<ul>" + parts + "</ul>";
  }

  private String version() throws IOException {
    Matcher version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Files.readString(root.resolve("pom.xml")));
    return version.find() ? version.group(1) : "";
  }

  private static String image(String picture) {
    return "images/" + picture.substring(picture.lastIndexOf('/') + 1);
  }

  /** Points links and pictures of a document to places in the site. */
  private final class Rewriting extends AbstractVisitor {
    private final Page page;

    Rewriting(Page page) {
      this.page = page;
    }

    @Override
    public void visit(Link link) {
      link.setDestination(links.rewritten(page, link.getDestination()));
      visitChildren(link);
    }

    @Override
    public void visit(Image picture) {
      String path = links.inRepository(page, picture.getDestination());
      pictures.add(path);
      picture.setDestination(image(path));
      visitChildren(picture);
    }
  }
}
