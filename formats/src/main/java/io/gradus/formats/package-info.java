/// Files that other libraries know: Keras' models and weights ([io.gradus.formats.Models]),
/// safetensors ([io.gradus.formats.Safetensors]), NumPy's arrays, alone ([io.gradus.formats.Npy])
/// and several in a zip ([io.gradus.formats.Npz]). Files may come from strangers: lengths are
/// checked against the bytes present before memory is taken, no class is loaded by a name in a
/// file, and what is wrong is told with file, entry and offset
/// ([io.gradus.formats.ModelFormatException]). Writes are atomic. Depends on the modules tensor and
/// nn, and on Jackson's reader of JSON.
@NullMarked
package io.gradus.formats;

import org.jspecify.annotations.NullMarked;
