import org.jspecify.annotations.NullMarked;

/** Tables with columns of any kind as one model. */
@NullMarked
module io.github.tfflows.tables {
  requires transitive io.github.tfflows.bijectors;
  requires transitive java.sql;
  requires static transitive org.jspecify;

  exports io.github.tfflows.tables;
  exports io.github.tfflows.tables.cell;
  exports io.github.tfflows.tables.column;
  exports io.github.tfflows.tables.density;
  exports io.github.tfflows.tables.evaluation;
  exports io.github.tfflows.tables.flow;
  exports io.github.tfflows.tables.prediction;
  exports io.github.tfflows.tables.profile;
  exports io.github.tfflows.tables.reading;
  exports io.github.tfflows.tables.relation;
  exports io.github.tfflows.tables.requirement;
  exports io.github.tfflows.tables.scan;
  exports io.github.tfflows.tables.serving;
  exports io.github.tfflows.tables.source;
  exports io.github.tfflows.tables.strangeness;
  exports io.github.tfflows.tables.synthetic;
}
