package io.github.tfflows.cli.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ServeCommandTest {
  @Test
  void anAddressOfIpv6IsInBrackets() {
    assertEquals("http://[::1]:8501", ServeCommand.address("http", "::1", 8501));
    assertEquals("https://localhost:8501", ServeCommand.address("https", "localhost", 8501));
  }
}
