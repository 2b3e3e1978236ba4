/// Contracts that operations, kernels and layers are tested with, ours and users' own. A broken
/// contract is an `AssertionError`, so any test library can call them.
module io.gradus.testkit {
  requires io.gradus.formats;
  requires transitive io.gradus.nn;
  requires transitive io.gradus.tensor;
  requires static org.jspecify;

  exports io.gradus.testkit;
}
