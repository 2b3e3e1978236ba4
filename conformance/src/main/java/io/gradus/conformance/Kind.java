package io.gradus.conformance;

import java.io.IOException;

/// A kind of case: what to compute and what to compare.
@FunctionalInterface
interface Kind {
  /// Runs a case.
  ///
  /// @throws MissingFeatureException if the case needs something that does not exist yet
  void run(Case given, Checks checks) throws IOException;

  /// {@return a kind none of whose classes exist yet; its cases name the class}
  static Kind absent(String noun) {
    return (given, _) -> {
      Fields object = given.fields().objectOrEmpty("object");
      throw new MissingFeatureException(
          object.has("class_name") ? noun + " " + object.text("class_name") : noun);
    };
  }
}
