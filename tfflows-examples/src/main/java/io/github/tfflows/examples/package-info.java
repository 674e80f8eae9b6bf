/** Programs that train, evaluate and export flows, behind one command line. */
@NullMarked
package io.github.tfflows.examples;

import org.jspecify.annotations.NullMarked;
