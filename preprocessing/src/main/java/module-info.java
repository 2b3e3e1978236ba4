/// Layers that prepare numbers, texts, images and sound, with Keras' names and meaning.
module io.gradus.preprocessing {
  requires static org.jspecify;
  requires transitive io.gradus.nn;
  requires transitive io.gradus.tensor;

  exports io.gradus.preprocessing;

  provides io.gradus.nn.layer.LayerProvider with
      io.gradus.preprocessing.Preprocessing;
}
