/**
 * Fitting flows to data and to unnormalized densities.
 *
 * <p>Maximum likelihood minimizes the mean of {@code -log p(x)} over the rows, which is the
 * Kullback-Leibler divergence from the data to the flow up to a constant; it runs {@code inverse}.
 * A variational fit minimizes the mean of {@code log q(x) - log p̃(x)} over draws {@code x} of the
 * flow {@code q}, for a {@link io.github.tfflows.core.LogDensity} {@code p̃} known up to a
 * constant; it runs {@code forward}. Both losses are in nats. Another {@link
 * io.github.tfflows.core.Objective}, such as that of flow matching, trains a flow by a loss that is
 * no density; the log-likelihood of held-out rows then still decides about the best weights. Bounds
 * ({@link io.github.tfflows.core.Augmented}, {@link
 * io.github.tfflows.core.inference.VariationalDequantization}) draw fresh noise in each step, and
 * {@link io.github.tfflows.core.Bayesian} flows add the divergence of their weights, wherever in a
 * flow they are.
 *
 * <p>{@link io.github.tfflows.core.training.Training} is an immutable recipe. It returns the
 * weights with the best held-out loss in a clean graph without optimizer. On one machine and with
 * as many threads, equal seeds give equal weights, bit for bit.
 *
 * <p><b>Validation.</b> The mean of all held-out losses is reported. The best weights are those
 * with the lowest trimmed mean, without the highest and the lowest hundredth of the losses: one row
 * far from all others moves the mean anywhere.
 *
 * <p><b>Review.</b> A fit that holds rows out compares its loss with that of a Gaussian with the
 * mean and covariance of up to 50,000 training rows, given the context where there is one ({@code
 * training.gaussian_loss}; up to 256 columns). It warns if the flow is no better, if no weights
 * were better than the initial ones, if those of the first validation were the best, and if the
 * data lie far from where the flow begins, as those do that nobody standardized. The warnings are
 * logged under {@code io.github.tfflows.core.training.TrainingReview} and kept as {@code
 * training.warnings}.
 *
 * <p><b>Tables.</b> {@link io.github.tfflows.core.training.Training#forData} chooses the numbers of
 * a recipe by those of rows and columns. Below 1,000 rows it trains several {@linkplain
 * io.github.tfflows.core.training.Training#withMembers members}, whose densities are averaged; the
 * held-out loss is then the mean of theirs, each on its own rows, and the ensemble's is lower.
 *
 * <p><b>Ends.</b> A training ends after the present step if its thread is interrupted, its listener
 * fails, or any thread calls {@link io.github.tfflows.core.training.Progress#stop}. It then returns
 * the best weights so far, and {@code training.end} names the reason. A loss that is not finite
 * ends it likewise, unless no weights were better than the initial ones, which is an error.
 *
 * <p><b>Checkpoints.</b> By {@link io.github.tfflows.core.training.Training#withCheckpoints} a
 * training writes its whole state at intervals, and a later call of the same fit goes on from the
 * newest {@linkplain io.github.tfflows.core.training.Checkpoints checkpoint}. A killed process
 * loses at most one interval. A checkpoint that is damaged is passed over for the one before.
 * {@link io.github.tfflows.core.training.Training#refit refit} trains a finished model further.
 *
 * <p>The optimizers of the TensorFlow Java framework are not used: in 1.1.0 their Adam updates the
 * powers of its decay rates without waiting for the ops that read them, so that even a first step
 * is right by chance only. Here the raw op reads powers that are fed, and a test compares it with
 * the recursion of the paper to 1e-13.
 */
@NullMarked
package io.github.tfflows.core.training;

import org.jspecify.annotations.NullMarked;
