package io.github.tfflows.serve.option;

import java.nio.file.Path;

/**
 * The PEM files for HTTPS: a certificate, followed by the certificates of its issuers, and its
 * private key, without a password.
 */
public record Tls(Path certificate, Path key) {}
