/// All that a program needs by one name, for `import module io.gradus;`: tensors, the fast kernels,
/// data, layers and models, files, ready-made data sets, and model selection. Holds no class of its
/// own.
module io.gradus {
  requires transitive io.gradus.data;
  requires transitive io.gradus.datasets;
  requires transitive io.gradus.formats;
  requires transitive io.gradus.nn;
  requires transitive io.gradus.preprocessing;
  requires transitive io.gradus.selection;
  requires transitive io.gradus.tensor;
  requires transitive io.gradus.vector;
}
