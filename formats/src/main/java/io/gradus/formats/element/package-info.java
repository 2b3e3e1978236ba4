/// Elements of tensors as files hold them.
@NullMarked
package io.gradus.formats.element;

import org.jspecify.annotations.NullMarked;
