package io.github.tfflows.serve.option;

import java.nio.file.Path;

/**
 * The PEM files of a certificate, followed by those of its issuers, and of its private key, without
 * a password.
 */
public record Tls(Path certificate, Path key) {}
