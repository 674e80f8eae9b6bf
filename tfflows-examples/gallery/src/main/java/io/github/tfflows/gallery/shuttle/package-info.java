/** The main job: anomaly detection on the Statlog Shuttle data with a neural spline flow. */
@NullMarked
package io.github.tfflows.gallery.shuttle;

import org.jspecify.annotations.NullMarked;
