/// Losses with Keras' names and meaning: for each sample, reduced with weights and masks. Depends
/// on `activation` and `config`.
@NullMarked
package io.gradus.nn.loss;

import org.jspecify.annotations.NullMarked;
