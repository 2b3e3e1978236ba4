/// Factorizations of dense real matrices in plain `double` arithmetic: reflectors, rotations, LU,
/// QR, singular values and eigenvalues. Matrices are row-major arrays. The steps, and with them the
/// signs of the results, are those of LAPACK's routines for small matrices (Anderson et al.,
/// *LAPACK Users' Guide*, 3rd edition, 1999). Depends on nothing but the JDK.
@NullMarked
package io.gradus.tensor.linalg;

import org.jspecify.annotations.NullMarked;
