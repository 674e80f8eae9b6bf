package io.github.tfflows.serve.http;

import io.github.tfflows.serve.option.Tls;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509KeyManager;

/** Reads a certificate and its key, and checks that they belong together. */
final class TlsFiles {
  private static final System.Logger LOG = System.getLogger(TlsFiles.class.getName());

  /**
   * Reads the files.
   *
   * @throws IOException if they cannot be read, or are not a certificate and its key; the message
   *     names the file
   */
  static PemKeyCertOptions read(Tls files, Vertx vertx) throws IOException {
    requirePart(files.certificate(), "BEGIN CERTIFICATE", "a certificate in PEM");
    requirePart(files.key(), "PRIVATE KEY", "a private key in PEM");
    PemKeyCertOptions options =
        new PemKeyCertOptions()
            .setCertPath(files.certificate().toString())
            .setKeyPath(files.key().toString());
    try {
      String alias = options.loadKeyStore(vertx).aliases().nextElement();
      X509KeyManager keys =
          (X509KeyManager) options.getKeyManagerFactory(vertx).getKeyManagers()[0];
      check(files, keys.getPrivateKey(alias), keys.getCertificateChain(alias)[0]);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) { // as the method declares
      throw new IOException(
          "the certificate %s and the key %s cannot be read: %s"
              .formatted(files.certificate(), files.key(), e.getMessage()),
          e);
    }
    return options;
  }

  private static void requirePart(Path file, String mark, String expected) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    if (!text.contains(mark)) {
      throw new IOException("%s: expected %s, found none".formatted(file, expected));
    }
    if (text.contains("ENCRYPTED")) {
      throw new IOException(
          "%s: expected a key without a password, such as openssl pkey -in %s writes"
              .formatted(file, file));
    }
  }

  private static void check(Tls files, PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException, IOException {
    Signature signature = Signature.getInstance(algorithm(key));
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certificate);
    if (!signature.verify(signed)) {
      throw new IOException(
          "%s is not the key of the certificate %s".formatted(files.key(), files.certificate()));
    }
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException | CertificateNotYetValidException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "the certificate {0} is not valid now, clients will refuse it: {1}",
          files.certificate(),
          e.getMessage());
    }
  }

  private static String algorithm(PrivateKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private TlsFiles() {}
}
