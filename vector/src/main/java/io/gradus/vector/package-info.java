/// The fast backend: matrix products, functions, sums and softmax on the JDK's Vector API, found by
/// its provider. The same bits at every vector width and for any number of threads. Depends on the
/// tensor module's `kernel` package, and on its operation records to look kernels up by.
@NullMarked
package io.gradus.vector;

import org.jspecify.annotations.NullMarked;
