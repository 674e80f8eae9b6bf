package io.github.tfflows.tables.source;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to a database, such as {@code dataSource::getConnection}. */
@FunctionalInterface
public interface ConnectionSource {
  /**
   * Opens a connection for one pass over a table. The pass closes it, and nobody else may use it
   * meanwhile.
   *
   * @throws SQLException if the database cannot be reached
   */
  Connection open() throws SQLException;
}
