package io.github.tfflows.site;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Node;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/** Programs, with their comments, texts and keywords in colours. */
final class Code implements NodeRenderer {
  private static final String COMMENT_OR_TEXT =
      "(?<c>//[^\\n]*|/\\*.*?\\*/|<!--.*?-->|(?m:^#[^\\n]*))|(?<s>\"(?:\\\\.|[^\"\\\\\\n])*\")";

  private static final Pattern PROGRAM =
      Pattern.compile(
          COMMENT_OR_TEXT
              + "|\\b(?:abstract|boolean|catch|class|double|else|enum|extends|final|float|for|fun|if"
              + "|implements|import|int|interface|long|new|package|private|public|record|return"
              + "|static|super|switch|this|throws|try|val|var|void|while)\\b",
          Pattern.DOTALL);

  private static final Pattern MARKUP = Pattern.compile(COMMENT_OR_TEXT, Pattern.DOTALL);

  private static final Map<String, Pattern> COLOURED =
      Map.of(
          "java", PROGRAM,
          "kotlin", PROGRAM,
          "jshell", PROGRAM,
          "xml", MARKUP,
          "dockerfile", MARKUP);

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
    Pattern tokens = COLOURED.get(block.getInfo());
    context.getWriter().raw(tokens == null ? escaped(text) : coloured(text, tokens));
    context.getWriter().raw("</code></pre>");
    context.getWriter().line();
  }

  static String coloured(String text) {
    return coloured(text, PROGRAM);
  }

  private static String coloured(String text, Pattern pattern) {
    StringBuilder html = new StringBuilder();
    Matcher tokens = pattern.matcher(text);
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
