/**
 * The signatures of an exported model. With them, a server of SavedModels scores and draws rows of
 * named columns without Java. Begin with {@link io.github.tfflows.tables.serving.TableSignature}.
 * {@link io.github.tfflows.tables.serving.ReferenceScores} turn log-densities into p-values.
 */
@NullMarked
package io.github.tfflows.tables.serving;

import org.jspecify.annotations.NullMarked;
