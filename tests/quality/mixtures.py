"""Mixtures of Gaussians with full covariances, as scikit-learn fits them."""

import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

MANY = 20_000


def mixture(rows, components, seed, covariance=1e-6):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = GaussianMixture(components, reg_covar=covariance, random_state=int(seed))
        return model.fit(rows.astype(float))


def by_bic(rows, given, seed, covariance=1e-6):
    """Returns the mixture of the least BIC; more components are not tried once they fail."""
    many = len(rows) > MANY
    counts = given["components_of_many" if many else "components"].split()
    best, least = None, float("inf")
    for count in counts:
        if int(count) > len(rows):
            break
        try:
            model = mixture(rows, int(count), seed, covariance)
        except ValueError:  # A component has collapsed.
            break
        if (bic := model.bic(rows.astype(float))) < least:
            best, least = model, bic
    return best
