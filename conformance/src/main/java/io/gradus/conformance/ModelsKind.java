package io.gradus.conformance;

/// Models that Keras saved: load, predict, go on training.
final class ModelsKind implements Kind {
  @Override
  public void run(Case given, Checks checks) {
    throw new MissingFeatureException("reading .keras and .h5 files");
  }
}
