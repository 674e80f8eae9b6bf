/**
 * The runtime of models and training: functions of inputs and parameters, sessions, tensors,
 * sharding of rows, and graph rewriting. Not exported.
 */
@NullMarked
package io.github.tfflows.core.runtime;

import org.jspecify.annotations.NullMarked;
