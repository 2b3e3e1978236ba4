package io.gradus.conformance;

import io.gradus.tensor.type.DType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The promotion table, `keras.backend.result_type`. Keras' 32-bit mode has its own idea of 64-bit
/// types; rows that name one are held against Gradus' rule: true 64-bit types, of which a `float64`
/// wins over everything, other floating types as in the table over integers, an `int64` over the
/// smaller integers, a `uint64` over unsigned ones, and `uint64` with a signed one gives `float32`.
final class DTypesKind implements Kind {
  private static final Set<String> WIDE = Set.of("int64", "uint64", "float64");

  @Override
  public void run(Case given, Checks checks) {
    Set<String> absent = new TreeSet<>();
    int own = 0;
    int table = 0;
    for (String key : List.of("single", "pairs", "triples")) {
      for (Object row : given.fields().has(key) ? given.fields().list(key) : List.of()) {
        List<String> names = ((List<?>) row).stream().map(String.class::cast).toList();
        List<String> operands = names.subList(0, names.size() - 1);
        List<String> unknown = names.stream().filter(name -> !isKnown(name)).toList();
        if (!unknown.isEmpty()) {
          absent.addAll(unknown);
        } else if (names.stream().anyMatch(WIDE::contains)) {
          checks.same("result_type" + operands, ownRule(names), resultType(operands));
          own++;
        } else {
          checks.same("result_type" + operands, names.getLast(), resultType(operands));
          table++;
        }
      }
    }
    absent.forEach(name -> checks.missing(new MissingFeatureException("dtype " + name)));
    checks.note("%d rows checked, %d more (own rule)".formatted(table, own));
  }

  private static boolean isKnown(String name) {
    if (name.startsWith("py_")) {
      return true;
    }
    try {
      CaseArrays.dtype(name);
      return true;
    } catch (MissingFeatureException _) {
      return false;
    }
  }

  private static String resultType(List<String> operands) {
    List<DType> strong = new ArrayList<>();
    operands.stream()
        .filter(name -> !name.startsWith("py_"))
        .forEach(name -> strong.add(CaseArrays.dtype(name)));
    boolean weakFloat = operands.contains("py_float");
    if (strong.isEmpty()) {
      return (weakFloat ? DType.FLOAT32 : DType.INT32).toString();
    }
    DType result = strong.stream().reduce(DType::promote).orElseThrow();
    if (weakFloat) {
      result = result.promoteWeakFloat();
    } else if (operands.contains("py_int")) {
      result = result.promoteWeakInteger();
    }
    return result.toString();
  }

  private static String ownRule(List<String> row) {
    List<String> operands = row.subList(0, row.size() - 1);
    if (operands.contains("float64")) {
      return "float64";
    }
    if (operands.stream().anyMatch(name -> name.contains("float"))) {
      return row.getLast();
    }
    if (!operands.contains("uint64")) {
      return "int64";
    }
    return operands.stream().anyMatch(name -> name.startsWith("int")) ? "float32" : "uint64";
  }
}
