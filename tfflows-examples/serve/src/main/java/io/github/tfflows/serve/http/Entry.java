package io.github.tfflows.serve.http;

import java.time.Instant;
import java.util.Locale;

/**
 * A line of the access log.
 *
 * @param client the address of the client
 * @param address the path and the query, as they came
 * @param bytes the size of the answer
 * @param nanos the time from the first byte of the request to the answer
 */
record Entry(String client, String method, String address, int status, int bytes, long nanos) {
  String line() {
    return String.format(
        Locale.ROOT,
        "%s %s \"%s %s\" %d %d %.2f ms",
        Instant.now(),
        client,
        method,
        address,
        status,
        bytes,
        nanos / 1e6);
  }
}
