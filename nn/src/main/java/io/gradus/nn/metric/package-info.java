/// Metrics: running values that a step updates and a progress line shows. Depends on `config`.
@NullMarked
package io.gradus.nn.metric;

import org.jspecify.annotations.NullMarked;
