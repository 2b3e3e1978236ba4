/// Searches for hyper-parameters, which are apart from weights: they are chosen before a training
/// and stay as they are in it. With KerasTuner's names and meaning.
@NullMarked
package io.gradus.selection.tuning;

import org.jspecify.annotations.NullMarked;
