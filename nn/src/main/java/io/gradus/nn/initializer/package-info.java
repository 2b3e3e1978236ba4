/// First values of weights, by Keras' names. Depends on `config`.
@NullMarked
package io.gradus.nn.initializer;

import org.jspecify.annotations.NullMarked;
