/** The site of the project: its Markdown documents as web pages, beside the javadoc. */
@NullMarked
package io.github.tfflows.site;

import org.jspecify.annotations.NullMarked;
