/** JSON of requests and answers, and the parameters of addresses. Not exported. */
@NullMarked
package io.github.tfflows.serve.json;

import org.jspecify.annotations.NullMarked;
