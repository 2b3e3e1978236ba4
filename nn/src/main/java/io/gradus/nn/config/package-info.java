/// Settings as data: a [io.gradus.nn.config.Schema] lists the keys of a class as Keras writes them,
/// and makes the object from them. No reflection, and no class is ever named by a file. Depends on
/// no other package here.
@NullMarked
package io.gradus.nn.config;

import org.jspecify.annotations.NullMarked;
