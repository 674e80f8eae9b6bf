package io.github.tfflows.serve.option;

import java.nio.file.Path;

/**
 * The files of a certificate, in PEM.
 *
 * @param certificate the certificate, followed by those of its issuers
 * @param key its private key, without a password
 */
public record Tls(Path certificate, Path key) {}
