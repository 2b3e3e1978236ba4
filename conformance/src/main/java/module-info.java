/// Runs cases of real Keras against Gradus.
module io.gradus.conformance {
  requires static org.jspecify;
  requires io.gradus.formats;
  requires io.gradus.nn;
  requires tools.jackson.databind;

  exports io.gradus.conformance;
}
