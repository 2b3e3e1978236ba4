/// Tensors and what is done with them: [io.gradus.tensor.Tensor] and [io.gradus.tensor.Variable]
/// with their operations as data ([io.gradus.tensor.Op]), gradients
/// ([io.gradus.tensor.GradientTape]), and recorded programs ([io.gradus.tensor.Graph],
/// [io.gradus.tensor.Program]). Tensors are immutable; only variables change. Depends on `kernel`
/// and `type`.
@NullMarked
package io.gradus.tensor;

import org.jspecify.annotations.NullMarked;
