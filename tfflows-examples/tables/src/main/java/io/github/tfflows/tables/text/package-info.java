/**
 * Text for messages and cells: excerpts of long or hostile text, the nearest of some words, forms
 * of dates and numbers that count as names, and numbers that read back as they were written. Not
 * exported.
 */
@NullMarked
package io.github.tfflows.tables.text;

import org.jspecify.annotations.NullMarked;
