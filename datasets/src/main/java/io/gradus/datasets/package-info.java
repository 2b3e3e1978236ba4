/// Ready-made data: [io.gradus.datasets.Mnist], inside the jar or from a folder, and
/// [io.gradus.datasets.Idx], the reader of the files it comes in. What is stored stays bytes and is
/// converted batch by batch. Depends on the tensor and data modules.
@NullMarked
package io.gradus.datasets;

import org.jspecify.annotations.NullMarked;
