/**
 * Flows on the raw columns of a table. {@link io.github.tfflows.tables.flow.TableDistribution} adds
 * the map of each column to a flow on numbers, a density of names and missing values where there
 * are any, and the scale in which networks read given columns. {@link
 * io.github.tfflows.tables.flow.FlowFamily} lists the architectures by name.
 */
@NullMarked
package io.github.tfflows.tables.flow;

import org.jspecify.annotations.NullMarked;
