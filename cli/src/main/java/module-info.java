/// The command `gradus`.
module io.gradus.cli {
  requires static org.jspecify;
  requires info.picocli;
  requires io.gradus.data;
  requires io.gradus.datasets;
  requires io.gradus.formats;
  requires io.gradus.nn;
  requires io.gradus.tensor;
  requires java.desktop;

  // Options are set by reflection.
  opens io.gradus.cli to
      info.picocli;
}
