package io.github.tfflows.core.training;

import io.github.tfflows.core.training.recipe.Recipe;

/**
 * A member of an ensemble.
 *
 * @param recipe how it is trained
 * @param fold its rows
 */
record Member(Recipe recipe, Fold fold) {}
