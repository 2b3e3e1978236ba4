/// Splits of data and reports on classes, with scikit-learn's names and meaning.
@NullMarked
package io.gradus.selection;

import org.jspecify.annotations.NullMarked;
