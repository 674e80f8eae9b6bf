/** A named module that needs tfflows and says nothing of TensorFlow. */
module com.example.consumer {
  requires io.github.tfflows.tables;
}
