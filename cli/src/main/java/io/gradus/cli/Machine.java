package io.gradus.cli;

/// The Java and the machine a program runs on.
///
/// @param version the version of Java
/// @param vendor who built it
/// @param vm the virtual machine and its mode, such as `mixed mode`
/// @param home where it is installed
/// @param processors how many processors Java may use
/// @param architecture the kind of processor
/// @param maxHeap the most memory that Java objects may take, in bytes
record Machine(
    Runtime.Version version,
    String vendor,
    String vm,
    String home,
    int processors,
    String architecture,
    long maxHeap) {
  /// {@return the one this program runs on}
  static Machine here() {
    Runtime runtime = Runtime.getRuntime();
    return new Machine(
        Runtime.version(),
        System.getProperty("java.vendor", "unknown vendor"),
        System.getProperty("java.vm.name") + ", " + System.getProperty("java.vm.info"),
        System.getProperty("java.home", ""),
        runtime.availableProcessors(),
        System.getProperty("os.arch") + ", " + System.getProperty("os.name"),
        runtime.maxMemory());
  }

  /// {@return whether this is one of the updates of 25 in which G1 may crash on arrays that are
  /// pinned}
  boolean hasPinningBug() {
    return version.feature() == 25 && version.interim() == 0 && version.update() < 3;
  }

  /// {@return whether nothing is compiled, or only by the quick compiler}
  boolean isSlowMode() {
    return vm.contains("interpreted") || vm.contains("emulated-client");
  }
}
