package io.github.tfflows.site;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Programs, with their comments, texts and keywords in colours. */
final class Code implements NodeRenderer {
  private static final Pattern TOKENS =
      Pattern.compile(
          "(?<c>//[^\\n]*|/\\*.*?\\*/|<!--.*?-->|(?m:^#[^\\n]*))"
              + "|(?<s>\"(?:\\\\.|[^\"\\\\\\n])*\")"
              + "|(?<k>\\b(?:abstract|boolean|catch|class|double|else|enum|extends|final|float|for|fun|if"
              + "|implements|import|int|interface|long|new|package|private|public|record|return|static"
              + "|super|switch|this|throws|try|val|var|void|while)\\b)",
          Pattern.DOTALL);

  private static final Set<String> COLOURED =
      Set.of("java", "kotlin", "xml", "jshell", "dockerfile");

  private final HtmlNodeRendererContext context;

  Code(HtmlNodeRendererContext context) {
    this.context = context;
  }

  @Override
  public Set<Class<? extends Node>> getNodeTypes() {
    return Set.of(FencedCodeBlock.class);
  }

  @Override
  public void render(Node node) {
    FencedCodeBlock block = (FencedCodeBlock) node;
    String text = block.getLiteral();
    context.getWriter().line();
    context.getWriter().raw("<pre><code>");
    context.getWriter().raw(COLOURED.contains(block.getInfo()) ? coloured(text) : escaped(text));
    context.getWriter().raw("</code></pre>");
    context.getWriter().line();
  }

  static String coloured(String text) {
    StringBuilder html = new StringBuilder();
    Matcher tokens = TOKENS.matcher(text);
    int end = 0;
    while (tokens.find()) {
      String kind = tokens.group("c") != null ? "c" : tokens.group("s") != null ? "s" : "k";
      html.append(escaped(text.substring(end, tokens.start())))
          .append("<span class=\"%s\">%s</span>".formatted(kind, escaped(tokens.group())));
      end = tokens.end();
    }
    return html.append(escaped(text.substring(end))).toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
