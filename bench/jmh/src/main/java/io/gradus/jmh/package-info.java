/// Benchmarks of single kernels, on the backend and the threads that the system properties
/// `gradus.backend` and `gradus.threads` ask for.
@NullMarked
package io.gradus.jmh;

import org.jspecify.annotations.NullMarked;
