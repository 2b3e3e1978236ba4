/// Activation functions by Keras' names. Depends on `config`.
@NullMarked
package io.gradus.nn.activation;

import org.jspecify.annotations.NullMarked;
