/// Model selection: splits of data and reports on classes with scikit-learn's names and meaning,
/// searches for hyper-parameters with KerasTuner's.
module io.gradus.selection {
  requires static org.jspecify;
  requires transitive io.gradus.data;
  requires transitive io.gradus.nn;
  requires transitive io.gradus.tensor;
  requires io.gradus.formats;

  exports io.gradus.selection;
  exports io.gradus.selection.tuning;
}
