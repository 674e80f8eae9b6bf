/**
 * Text for messages and cells: excerpts of long or hostile text, corrections of mistyped words,
 * forms of dates and numbers that count as names, and texts of numbers that parse back to the same
 * number. Not exported.
 */
@NullMarked
package io.github.tfflows.tables.text;

import org.jspecify.annotations.NullMarked;
