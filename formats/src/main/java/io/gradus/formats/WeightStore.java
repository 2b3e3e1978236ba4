package io.gradus.formats;

import io.gradus.formats.hdf5.Hdf5Writer;
import io.gradus.tensor.Tensor;

/// Where the weights of a model are put: groups by their paths, arrays in them.
interface WeightStore {
  /// Makes the group of a layer.
  ///
  /// @param path where it is, such as `layers/dense/vars`
  /// @param name the layer's name
  void group(String path, String name);

  /// Puts an array into a group.
  void array(String path, String key, Tensor value);

  /// {@return the group at a path of a file, made if it is not there}
  static Hdf5Writer.Group group(Hdf5Writer file, String path) {
    Hdf5Writer.Group group = file.root();
    for (String part : path.split("/")) {
      group = group.group(part);
    }
    return group;
  }

  /// {@return the store that is one file}
  static WeightStore of(Hdf5Writer file) {
    return new WeightStore() {
      @Override
      public void group(String path, String name) {
        WeightStore.group(file, path).attribute("name", name);
      }

      @Override
      public void array(String path, String key, Tensor value) {
        WeightStore.group(file, path).dataset(key, value);
      }
    };
  }
}
