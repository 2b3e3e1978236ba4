package io.gradus.checks.structure;

import io.gradus.checks.launch.Java;
import io.gradus.testkit.OpContract;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is in the jars of this build.
final class Jars {
  // Class names, descriptors and signatures are all UTF-8 entries, and name classes in this form.
  private static final Pattern CLASS = Pattern.compile("((?:[a-z][a-z0-9_]*/)+)[A-Z]\\w*");

  /// A compiled class.
  record Type(String module, String name, ClassModel model) {
    /// {@return its package}
    String home() {
      return name.substring(0, name.lastIndexOf('/')).replace('/', '.');
    }

    String simpleName() {
      return name.substring(name.lastIndexOf('/') + 1);
    }

    List<String> texts() {
      List<String> texts = new ArrayList<>();
      for (PoolEntry entry : model.constantPool()) {
        if (entry instanceof Utf8Entry utf8) {
          texts.add(utf8.stringValue());
        }
      }
      return texts;
    }

    /// {@return the packages of all classes it names}
    Set<String> packages() {
      Set<String> packages = new TreeSet<>();
      for (String text : texts()) {
        Matcher matcher = CLASS.matcher(text);
        while (matcher.find()) {
          String folder = matcher.group(1);
          packages.add(folder.substring(0, folder.length() - 1).replace('/', '.'));
        }
      }
      return packages;
    }
  }

  private Jars() {}

  /// {@return the modules of Gradus, and those it comes with}
  static Map<String, ModuleReference> modules() {
    Map<String, ModuleReference> modules = new TreeMap<>();
    Path testkit = Java.location(OpContract.class);
    for (ModuleReference module : ModuleFinder.of(Java.LIB, testkit).findAll()) {
      modules.put(module.descriptor().name(), module);
    }
    return modules;
  }

  static boolean isOurs(String module) {
    return module.equals("io.gradus") || module.startsWith("io.gradus.");
  }

  /// {@return the classes of Gradus, without module descriptors}
  static List<Type> types() throws IOException {
    List<Type> types = new ArrayList<>();
    for (ModuleReference module : modules().values()) {
      String name = module.descriptor().name();
      if (isOurs(name)) {
        try (var reader = module.open()) {
          for (String entry : reader.list().sorted().toList()) {
            if (entry.endsWith(".class") && !entry.equals("module-info.class")) {
              try (InputStream in = reader.open(entry).orElseThrow()) {
                ClassModel model = ClassFile.of().parse(in.readAllBytes());
                String type = entry.substring(0, entry.length() - ".class".length());
                types.add(new Type(name, type, model));
              }
            }
          }
        }
      }
    }
    return types;
  }

  /// {@return all jars}
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Java.LIB)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  /// {@return the names of a jar's entries}
  static List<String> entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream().map(JarEntry::getName).toList();
    }
  }
}
