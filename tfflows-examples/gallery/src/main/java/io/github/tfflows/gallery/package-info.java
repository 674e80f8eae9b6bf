/** Examples of flows, behind one command line. */
@NullMarked
package io.github.tfflows.gallery;

import org.jspecify.annotations.NullMarked;
