/** The main job: anomaly detection on the Statlog Shuttle data with a neural spline flow. */
@NullMarked
package io.github.tfflows.examples.shuttle;

import org.jspecify.annotations.NullMarked;
