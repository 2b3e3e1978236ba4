/// The conformance cases: files with what real Keras computed, and the runner that compares it with
/// what Gradus computes ([io.gradus.conformance.Conformance]).
///
/// Each kind of case has one small class; those that call functions have a table from Keras' name
/// to a lambda, so that a new function is one row. Layers, losses and the like are read from Keras'
/// configurations by `nn`'s own tables. What does not exist yet is reported by name and skips the
/// case ([io.gradus.conformance.MissingFeatureException]). Depends on `nn` and `formats`.
@NullMarked
package io.gradus.conformance;

import org.jspecify.annotations.NullMarked;
