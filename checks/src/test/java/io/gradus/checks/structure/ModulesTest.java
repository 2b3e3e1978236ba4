package io.gradus.checks.structure;

import static io.gradus.checks.launch.Java.LIB;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradus.checks.launch.Java;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The house: what each module may use, and what the jars hold.
class ModulesTest {
  private static final String P = "io.gradus.";

  /// What a module may use, as the table of the design says it.
  private static final Map<String, Set<String>> ROWS =
      Map.ofEntries(
          Map.entry(P + "tensor", Set.of()),
          Map.entry(P + "vector", Set.of(P + "tensor")),
          Map.entry(P + "data", Set.of(P + "tensor")),
          Map.entry(P + "nn", Set.of(P + "tensor", P + "data")),
          Map.entry(P + "preprocessing", Set.of(P + "tensor", P + "nn")),
          Map.entry(P + "formats", Set.of(P + "tensor", P + "nn", P + "preprocessing")),
          Map.entry(P + "datasets", Set.of(P + "tensor", P + "data")),
          Map.entry(P + "selection", Set.of(P + "tensor", P + "data", P + "nn", P + "formats")),
          Map.entry(
              "io.gradus",
              Set.of(
                  P + "tensor",
                  P + "vector",
                  P + "data",
                  P + "nn",
                  P + "preprocessing",
                  P + "formats",
                  P + "datasets",
                  P + "selection")),
          Map.entry(
              P + "cli",
              Set.of(
                  P + "tensor", P + "vector", P + "data", P + "nn", P + "formats", P + "datasets")),
          Map.entry(P + "conformance", Set.of(P + "nn", P + "formats")),
          Map.entry(
              P + "bench",
              Set.of(
                  P + "tensor", P + "vector", P + "data", P + "nn", P + "formats", P + "datasets")),
          Map.entry(P + "testkit", Set.of(P + "nn", P + "formats")));

  /// Libraries of others, by the one module that may use them.
  private static final Map<String, Set<String>> LIBRARIES =
      Map.of(
          P + "cli",
          Set.of("info.picocli"),
          P + "conformance",
          Set.of("tools.jackson.databind"),
          P + "formats",
          Set.of("tools.jackson.core", "org.snakeyaml.engine"));

  @TempDir Path folder;

  /// {@return a row with what its modules themselves may use: they hand it on}
  private static Set<String> usable(String module) {
    Set<String> usable = new TreeSet<>();
    for (String used : ROWS.getOrDefault(module, Set.of())) {
      usable.add(used);
      usable.addAll(usable(used));
    }
    return usable;
  }

  @Test
  void everyModuleOfTheBuildIsInTheTable() {
    Set<String> ours =
        Jars.modules().keySet().stream().filter(Jars::isOurs).collect(Collectors.toSet());
    assertThat(ours).isEqualTo(ROWS.keySet());
  }

  @Test
  void aModuleRequiresOnlyWhatItsRowAllows() {
    List<String> wrong = new ArrayList<>();
    for (ModuleReference module : Jars.modules().values()) {
      ModuleDescriptor descriptor = module.descriptor();
      String name = descriptor.name();
      for (Requires requires : descriptor.requires()) {
        String used = requires.name();
        boolean isStatic = requires.modifiers().contains(Requires.Modifier.STATIC);
        boolean allowed =
            Jars.isOurs(used)
                ? usable(name).contains(used)
                : used.startsWith("java.")
                    || (used.startsWith("jdk.") && !used.equals("jdk.incubator.vector"))
                    || (used.equals("jdk.incubator.vector") && name.equals(P + "vector"))
                    || (used.equals("org.jspecify") && isStatic)
                    || LIBRARIES.getOrDefault(name, Set.of()).contains(used);
        if (Jars.isOurs(name) && !allowed) {
          wrong.add(name + " requires " + used);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void aModulesClassesNameOnlyClassesOfModulesThatItsRowAllows() throws IOException {
    Map<String, String> homes = new HashMap<>();
    List<Jars.Type> types = Jars.types();
    types.forEach(type -> homes.put(type.home(), type.module()));
    Set<String> wrong = new TreeSet<>();
    for (Jars.Type type : types) {
      for (String used : type.packages()) {
        String module = homes.getOrDefault(used, type.module());
        if (!module.equals(type.module()) && !usable(type.module()).contains(module)) {
          wrong.add("%s, which is in %s, names %s".formatted(type.name(), type.module(), used));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theAggregateHandsOnWhatItRequiresAndHoldsNoClass() {
    ModuleDescriptor aggregate = Jars.modules().get("io.gradus").descriptor();
    Set<String> handedOn =
        aggregate.requires().stream()
            .filter(requires -> requires.modifiers().contains(Requires.Modifier.TRANSITIVE))
            .map(Requires::name)
            .collect(Collectors.toSet());
    assertThat(handedOn).isEqualTo(ROWS.get("io.gradus"));
    assertThat(aggregate.packages()).isEmpty();
  }

  @Test
  void noModuleThatShipsIsAutomatic() {
    assertThat(Jars.modules().values())
        .extracting(ModuleReference::descriptor)
        .filteredOn(ModuleDescriptor::isAutomatic)
        .extracting(ModuleDescriptor::name)
        .isEmpty();
  }

  @Test
  void tensorVectorDataAndNnDependOnTheJdkAlone() {
    Set<String> core = Set.of(P + "tensor", P + "vector", P + "data", P + "nn", P + "datasets");
    for (String name : core) {
      for (Requires requires : Jars.modules().get(name).descriptor().requires()) {
        assertThat(requires.name())
            .as("required by %s", name)
            .satisfiesAnyOf(
                used -> assertThat(core).contains(used),
                used -> assertThat(used).startsWith("java."),
                used -> assertThat(used).isEqualTo("jdk.incubator.vector"),
                used ->
                    assertThat(requires.modifiers())
                        .as("needed at compile time only")
                        .contains(Requires.Modifier.STATIC));
      }
    }
  }

  @Test
  void onlyTheVectorModuleNamesTheVectorApi() throws IOException {
    Set<String> using = new TreeSet<>();
    for (Jars.Type type : Jars.types()) {
      if (type.texts().stream().anyMatch(text -> text.contains("jdk/incubator/"))) {
        using.add(type.module());
      }
    }
    assertThat(using).containsExactly(P + "vector");
  }

  @Test
  void noJarHoldsANativeFile() throws IOException {
    List<String> found = new ArrayList<>();
    for (Path jar : Jars.files()) {
      for (String entry : Jars.entries(jar)) {
        String name = entry.toLowerCase(Locale.ROOT);
        if (name.matches(".*\\.(so|dll|dylib|jnilib|a|lib|exe)(\\.[0-9.]+)?")) {
          found.add(jar.getFileName() + ": " + entry);
        }
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theCoreJarsTogetherAreUnderTwoPointFourMegabytes() throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    for (Path jar : Jars.files()) {
      String name = jar.getFileName().toString();
      if (name.matches("gradus-(tensor|vector|data|nn)-.*")) {
        sizes.put(name, Files.size(jar));
      }
    }
    assertThat(sizes).hasSize(4);
    assertThat(sizes.values().stream().mapToLong(Long::longValue).sum())
        .as("%s", sizes)
        .isLessThan(2_400_000);
  }

  @Test
  void noExportedNameIsOneThatJavaBaseExports() throws IOException {
    Map<String, String> exported = new HashMap<>();
    for (Jars.Type type : Jars.types()) {
      if (isPublic(type.model().flags().flags())
          && !type.simpleName().contains("$")
          && exports(Jars.modules().get(type.module()).descriptor(), type.home())) {
        exported.put(type.simpleName(), type.name());
      }
    }
    exported.remove("Identity"); // Keras' own word
    assertThat(exported).hasSizeGreaterThan(50);
    List<String> same = new ArrayList<>();
    ModuleReference base = ModuleFinder.ofSystem().find("java.base").orElseThrow();
    try (var reader = base.open()) {
      for (String entry : reader.list().filter(name -> name.endsWith(".class")).toList()) {
        String name = entry.substring(0, entry.length() - ".class".length());
        int slash = name.lastIndexOf('/');
        String ours = exported.get(name.substring(slash + 1));
        if (ours != null
            && exports(base.descriptor(), name.substring(0, slash).replace('/', '.'))) {
          try (InputStream in = reader.open(entry).orElseThrow()) {
            if (isPublic(ClassFile.of().parse(in.readAllBytes()).flags().flags())) {
              same.add(ours + " beside " + name);
            }
          }
        }
      }
    }
    assertThat(same).isEmpty();
  }

  @Test
  void noTwoTypesThatAreImportedTogetherHaveOneName() throws IOException {
    Set<String> together = new HashSet<>();
    Jars.modules().get("io.gradus").descriptor().requires().forEach(r -> together.add(r.name()));
    Map<String, String> exported = new HashMap<>();
    List<String> twins = new ArrayList<>();
    for (Jars.Type type : Jars.types()) {
      if (together.contains(type.module())
          && isPublic(type.model().flags().flags())
          && !type.simpleName().contains("$")
          && exports(Jars.modules().get(type.module()).descriptor(), type.home())) {
        String twin = exported.put(type.simpleName(), type.name());
        if (twin != null) {
          twins.add(type.name() + " beside " + twin);
        }
      }
    }
    assertThat(exported).hasSizeGreaterThan(50);
    assertThat(twins).isEmpty();
  }

  private static boolean isPublic(Set<AccessFlag> flags) {
    return flags.contains(AccessFlag.PUBLIC);
  }

  private static boolean exports(ModuleDescriptor descriptor, String home) {
    return descriptor.exports().stream()
        .anyMatch(export -> !export.isQualified() && export.source().equals(home));
  }

  @Test
  void aRuntimeImageIsLinkedAndComputesOnTheFastKernels() {
    Path image = folder.resolve("image");
    Java.Result linked =
        Java.tool(
            Path.of(System.getProperty("java.home"), "bin", "jlink"),
            "--module-path",
            LIB,
            "--add-modules",
            "io.gradus",
            "--output",
            image);
    assertThat(linked.status()).as(linked.out() + linked.err()).isZero();
    Java.Result result =
        Java.tool(
            image.resolve("bin").resolve("java"),
            "-cp",
            Java.location(LinkedProgram.class),
            LinkedProgram.class.getName());
    assertThat(result.status()).as(result.err()).isZero();
    assertThat(result.out().lines()).containsExactly("vector", "[ 0. 32.]");
    assertThat(Java.tool(image.resolve("bin").resolve("java"), "--list-modules").out().lines())
        .extracting(line -> line.replaceFirst("@.*", ""))
        .containsExactlyInAnyOrder(
            "io.gradus",
            P + "tensor",
            P + "vector",
            P + "data",
            P + "nn",
            P + "preprocessing",
            P + "formats",
            P + "datasets",
            P + "selection",
            "java.base",
            "jdk.incubator.vector",
            "org.snakeyaml.engine",
            "tools.jackson.core");
  }
}
