/// Samples in batches: what training and prediction read.
module io.gradus.data {
  requires static org.jspecify;
  requires transitive io.gradus.tensor;

  exports io.gradus.data;
}
