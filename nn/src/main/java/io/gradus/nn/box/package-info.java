/// Bounding boxes: their formats, and images together with what is known of them, which layers on
/// images change alike. Depends on `config`.
@NullMarked
package io.gradus.nn.box;

import org.jspecify.annotations.NullMarked;
