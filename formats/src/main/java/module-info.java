/// Readers and writers of files that other libraries know.
module io.gradus.formats {
  requires static org.jspecify;
  requires transitive io.gradus.tensor;

  exports io.gradus.formats;
}
