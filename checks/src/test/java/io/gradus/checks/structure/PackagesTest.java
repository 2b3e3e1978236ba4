package io.gradus.checks.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The rooms: packages, and which of them use which.
class PackagesTest {
  /// {@return for each package those of the same module that its classes name}
  private static Map<String, Set<String>> graph() throws IOException {
    List<Jars.Type> types = Jars.types();
    Map<String, String> modules = new HashMap<>();
    types.forEach(type -> modules.put(type.home(), type.module()));
    Map<String, Set<String>> graph = new TreeMap<>();
    for (Jars.Type type : types) {
      Set<String> used = graph.computeIfAbsent(type.home(), _ -> new TreeSet<>());
      // The text of a package's documentation is no use; its class file holds annotations only.
      for (String other : type.packages()) {
        if (!other.equals(type.home()) && type.module().equals(modules.get(other))) {
          used.add(other);
        }
      }
    }
    return graph;
  }

  @Test
  void noPackageUsesItselfThroughOthers() throws IOException {
    Map<String, Set<String>> graph = graph();
    Set<String> circular = new TreeSet<>();
    for (String start : graph.keySet()) {
      Set<String> reached = new TreeSet<>();
      Deque<String> open = new ArrayDeque<>(graph.get(start));
      while (!open.isEmpty()) {
        String next = open.pop();
        if (reached.add(next)) {
          open.addAll(graph.get(next));
        }
      }
      if (reached.contains(start)) {
        circular.add(start);
      }
    }
    assertThat(circular).as("packages in circles of the graph%n%s", text(graph)).isEmpty();
  }

  @Test
  void inTheTensorModuleKernelsKnowNoTensorsAndTypesKnowNeither() throws IOException {
    Map<String, Set<String>> graph = graph();
    assertThat(graph.get("io.gradus.tensor.type")).isEmpty();
    assertThat(graph.get("io.gradus.tensor.linalg")).isEmpty();
    assertThat(graph.get("io.gradus.tensor.fourier")).isEmpty();
    assertThat(graph.get("io.gradus.tensor.kernel"))
        .containsExactly("io.gradus.tensor.linalg", "io.gradus.tensor.type");
    assertThat(graph.get("io.gradus.tensor"))
        .containsExactly(
            "io.gradus.tensor.fourier",
            "io.gradus.tensor.kernel",
            "io.gradus.tensor.linalg",
            "io.gradus.tensor.type");
  }

  @Test
  void noPackageHasANameThatSaysNothing() throws IOException {
    for (String name : graph().keySet()) {
      assertThat(name.split("\\."))
          .doesNotContain("util", "utils", "common", "core", "base", "impl");
    }
  }

  @Test
  void everyPackageIsNullMarkedInItsDescription() throws IOException {
    Set<String> marked = new TreeSet<>();
    for (Jars.Type type : Jars.types()) {
      boolean isMarked = type.texts().contains("Lorg/jspecify/annotations/NullMarked;");
      if (type.simpleName().equals("package-info") && isMarked) {
        marked.add(type.home());
      }
    }
    assertThat(graph().keySet()).isEqualTo(marked);
  }

  private static String text(Map<String, Set<String>> graph) {
    StringBuilder text = new StringBuilder();
    graph.forEach((name, used) -> text.append(name).append(" uses ").append(used).append('\n'));
    return text.toString();
  }
}
