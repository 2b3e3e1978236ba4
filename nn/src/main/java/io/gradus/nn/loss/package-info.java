/// Losses by Keras' names. Depends on `config`.
@NullMarked
package io.gradus.nn.loss;

import org.jspecify.annotations.NullMarked;
