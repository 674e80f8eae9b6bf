package io.github.tfflows.site;

/**
 * A page of the site.
 *
 * @param source the path of its Markdown file in the repository
 * @param file the name of its file in the site
 * @param title its entry in the menu
 * @param group the heading that it stands under in the menu
 */
record Page(String source, String file, String title, String group) {}
