/// Samples in batches: [io.gradus.data.Dataset] holds them as they are stored, and converts each
/// [io.gradus.data.Batch] as it is taken. Depends on the tensor module.
@NullMarked
package io.gradus.data;

import org.jspecify.annotations.NullMarked;
