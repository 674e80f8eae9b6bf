/**
 * Flows on the raw columns of a table. {@link io.github.tfflows.tables.flow.TableDistribution}
 * combines a flow on numbers with the map of each column, a density of names and missing values,
 * and the scaling of given columns for networks. {@link io.github.tfflows.tables.flow.FlowFamily}
 * lists the architectures by name.
 */
@NullMarked
package io.github.tfflows.tables.flow;

import org.jspecify.annotations.NullMarked;
