/// The fast Fourier transform on plain `double` arrays. Depends on nothing but the JDK.
@NullMarked
package io.gradus.tensor.fourier;

import org.jspecify.annotations.NullMarked;
