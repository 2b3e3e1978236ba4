/// Penalties on weights or outputs, which are part of the loss. Depends on `config`.
@NullMarked
package io.gradus.nn.regularizer;

import org.jspecify.annotations.NullMarked;
