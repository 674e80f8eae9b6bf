/**
 * Contracts: tests that every bijector, conditioner and distribution must pass, yours included.
 *
 * <p>A test class implements the contract of its subject and creates the subject. JUnit then runs
 * all tests of the contract, and the tests of the class:
 *
 * <pre>{@code
 * class ScaleTest implements BijectorContract {
 *   @Override
 *   public Bijector bijector(Shape event) {
 *     return new Scale(Math.toIntExact(event.size()));
 *   }
 *
 *   @Override
 *   public List<String> parameterNames() {
 *     return List.of("log_scale");
 *   }
 * }
 * }</pre>
 *
 * <table>
 * <caption>Contracts</caption>
 * <tr><th>contract</th><th>of</th><th>compares</th></tr>
 * <tr><td>{@link io.github.tfflows.testing.BijectorContract}<td>bijectors
 *     <td>both directions with each other, log-determinants with autodiff Jacobians, gradients with
 *         central differences, rows with each other, parameters, shapes and monotonicity with their declarations; and searches for infinities in single precision at the edges</tr>
 * <tr><td>{@link io.github.tfflows.testing.ScalarBijectorContract}<td>scalar bijectors
 *     <td>the same, entry by entry, and that they are strictly monotone</tr>
 * <tr><td>{@link io.github.tfflows.testing.DistributionContract}<td>distributions on vectors
 *     <td>the integral of the density with one, draws and distribution functions with the density,
 *         gradients with central differences</tr>
 * <tr><td>{@link io.github.tfflows.testing.ConditionerContract}<td>networks of couplings
 *     <td>shapes, zero start, gradients, and which input reaches which output</tr>
 * <tr><td>{@link io.github.tfflows.testing.AutoregressiveConditionerContract}<td>masked networks
 *     <td>the same, that no parameter depends on a later feature, and steps with one pass</tr>
 * </table>
 *
 * <p>Each method that a test may override states its default. Override one only for a reason in the
 * mathematics of the subject, and state the reason there. {@link
 * io.github.tfflows.testing.ScalarTrial} and {@link io.github.tfflows.testing.Densities} compare
 * with reference numbers, and {@link io.github.tfflows.testing.Workbench} builds, feeds, fetches
 * and differentiates anything.
 *
 * <p>Contracts need JUnit 5 and the class path: they use packages of the library that its modules
 * do not export. In a project with a {@code module-info.java}, set {@code useModulePath} of Maven's
 * Surefire plugin to {@code false}.
 */
@NullMarked
package io.github.tfflows.testing;

import org.jspecify.annotations.NullMarked;
