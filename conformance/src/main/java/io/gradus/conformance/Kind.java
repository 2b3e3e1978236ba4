package io.gradus.conformance;

import java.io.IOException;

/// A kind of case: what to compute and what to compare.
@FunctionalInterface
interface Kind {
  /// Runs a case.
  ///
  /// @throws MissingFeatureException if the case needs something that does not exist yet
  void run(Case given, Checks checks) throws IOException;
}
