/// Readers and writers of files that other libraries know.
module io.gradus.formats {
  requires static org.jspecify;
  requires transitive io.gradus.nn;
  requires transitive io.gradus.preprocessing;
  requires transitive io.gradus.tensor;
  requires org.snakeyaml.engine;
  requires tools.jackson.core;

  exports io.gradus.formats;

  provides io.gradus.nn.model.ModelFiles with
      io.gradus.formats.KerasFiles;
}
