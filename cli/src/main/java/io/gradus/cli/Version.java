package io.gradus.cli;

import java.lang.module.ModuleDescriptor;
import picocli.CommandLine.IVersionProvider;

/// The version of this module, and of the Java it runs on.
final class Version implements IVersionProvider {
  /// {@return the version in the module's descriptor; on the class path there is none}
  static String text() {
    ModuleDescriptor descriptor = Version.class.getModule().getDescriptor();
    return descriptor == null
        ? "of unknown version (on the class path)"
        : descriptor.rawVersion().orElse("of unknown version");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"gradus " + text(), "java " + Runtime.version()};
  }
}
