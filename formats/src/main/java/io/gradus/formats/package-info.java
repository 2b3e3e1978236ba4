/// Files that other libraries know: NumPy's arrays, alone ([io.gradus.formats.Npy]) and several in
/// a zip ([io.gradus.formats.Npz]). Files may come from strangers: lengths are checked against the
/// bytes present before memory is taken, and what is wrong is told with file, entry and offset
/// ([io.gradus.formats.ModelFormatException]). Writes are atomic. Depends on the tensor module.
@NullMarked
package io.gradus.formats;

import org.jspecify.annotations.NullMarked;
