/// What a tensor is before it has values: [io.gradus.tensor.type.DType],
/// [io.gradus.tensor.type.Shape], both together as [io.gradus.tensor.type.TensorType], and the
/// exceptions for operands that do not fit. The lowest package; it depends on nothing but the JDK.
@NullMarked
package io.gradus.tensor.type;

import org.jspecify.annotations.NullMarked;
