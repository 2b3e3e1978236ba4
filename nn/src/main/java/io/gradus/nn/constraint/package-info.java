/// What weights are kept within: each new value passes through its constraint. Depends on `config`.
@NullMarked
package io.gradus.nn.constraint;

import org.jspecify.annotations.NullMarked;
