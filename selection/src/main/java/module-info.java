/// Model selection: splits of data and reports on classes, with scikit-learn's names and meaning.
module io.gradus.selection {
  requires static org.jspecify;
  requires transitive io.gradus.data;
  requires transitive io.gradus.tensor;

  exports io.gradus.selection;
}
