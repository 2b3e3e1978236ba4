/// Whole workloads, timed: `gradus bench`.
module io.gradus.bench {
  requires static org.jspecify;
  requires io.gradus.data;
  requires io.gradus.datasets;
  requires io.gradus.nn;
  requires io.gradus.tensor;
  requires io.gradus.vector;
}
