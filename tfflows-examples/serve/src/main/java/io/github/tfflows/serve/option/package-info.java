/** The choices of a server. Begin with {@link io.github.tfflows.serve.option.ServerOptions}. */
@NullMarked
package io.github.tfflows.serve.option;

import org.jspecify.annotations.NullMarked;
