/// What runs: [io.gradus.tensor.kernel.Storage] and the strided views on it, the
/// [io.gradus.tensor.kernel.Kernels] interface with one method for each kind of loop, and
/// [io.gradus.tensor.kernel.ScalarKernels], the plain loops that say what every other backend must
/// compute. Kernels see types, views and storage, never a tensor. Depends on `type`.
@NullMarked
package io.gradus.tensor.kernel;

import org.jspecify.annotations.NullMarked;
