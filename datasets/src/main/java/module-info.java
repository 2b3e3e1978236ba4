/// Ready-made data.
module io.gradus.datasets {
  requires static org.jspecify;
  requires transitive io.gradus.data;
  requires transitive io.gradus.tensor;

  exports io.gradus.datasets;
}
