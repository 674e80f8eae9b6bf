package io.github.tfflows.core.training;

import io.github.tfflows.core.training.recipe.Recipe;

/** A member of an ensemble: its recipe and its rows. */
record Member(Recipe recipe, Fold fold) {}
