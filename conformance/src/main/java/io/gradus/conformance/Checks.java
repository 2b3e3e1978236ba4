package io.gradus.conformance;

import io.gradus.nn.config.UnsupportedConfigException;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.Variable;
import io.gradus.tensor.type.OperandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was found while one case ran. A wrong result fails the case; else something missing skips
/// it.
final class Checks {
  private static final int SHOWN = 3;

  private final CaseArrays arrays;
  private final List<String> failures = new ArrayList<>();
  private final Set<String> missing = new LinkedHashSet<>();
  private final List<String> notes = new ArrayList<>();

  /// What a case comes to.
  enum Verdict {
    PASS,
    FAIL,
    SKIP
  }

  /// A part of a case.
  @FunctionalInterface
  interface Part {
    void run() throws IOException;
  }

  Checks(CaseArrays arrays) {
    this.arrays = arrays;
  }

  /// Runs a part of the case; what goes wrong in it does not keep the others from running.
  void part(String name, Part part) {
    String prefix = name.isEmpty() ? "" : name + ": ";
    try {
      part.run();
    } catch (MissingFeatureException | UnsupportedConfigException e) {
      missing.add(String.valueOf(e.getMessage()));
    } catch (Exception | AssertionError | StackOverflowError e) {
      failures.add(prefix + described(e));
    }
  }

  private static String described(Throwable problem) {
    String text = problem.getClass().getSimpleName() + ": " + problem.getMessage();
    // A checked operand says enough; of anything else the place is wanted.
    boolean expected = problem instanceof OperandException || problem.getStackTrace().length == 0;
    return expected ? text : text + " at " + problem.getStackTrace()[0];
  }

  /// Compares a result with an expected array. Returns whether they agree.
  boolean equal(String what, Object reference, Tensor got) {
    String difference = arrays.difference(reference, got);
    if (difference != null) {
      fail(what + ": " + difference);
    }
    return difference == null;
  }

  /// Compares results with expected arrays, in order. Returns whether they agree.
  boolean equal(String what, List<?> references, List<Tensor> got) {
    if (!same(what + " count", references.size(), got.size())) {
      return false;
    }
    boolean equal = true;
    for (int i = 0; i < got.size(); i++) {
      equal &= equal(what + " " + i, references.get(i), got.get(i));
    }
    return equal;
  }

  /// Compares a gradient; none counts as zeros.
  void gradient(String what, Object reference, @Nullable Tensor got, Tensor source) {
    equal("gradient of " + what, reference, got == null ? Tensor.zeros(source.type()) : got);
  }

  /// Compares the values of variables with expected arrays.
  void equalVariables(List<?> references, List<Variable> variables) {
    for (int i = 0; i < variables.size(); i++) {
      equal(variables.get(i).name(), references.get(i), variables.get(i).value());
    }
  }

  /// Compares two values that must be the same. Returns whether they are.
  boolean same(String what, Object want, Object got) {
    boolean same = want.equals(got);
    if (!same) {
      fail("%s: got %s, want %s".formatted(what, got, want));
    }
    return same;
  }

  /// Notes a failure.
  void fail(String problem) {
    failures.add(problem);
  }

  /// Notes something missing beside which the rest of the case can be checked.
  void missing(MissingFeatureException feature) {
    missing.add(String.valueOf(feature.getMessage()));
  }

  /// Adds something to the case's line.
  void note(String note) {
    notes.add(note);
  }

  Verdict verdict() {
    return !failures.isEmpty() ? Verdict.FAIL : !missing.isEmpty() ? Verdict.SKIP : Verdict.PASS;
  }

  /// {@return the reason of the verdict and the notes; empty if there is nothing to say}
  String reason() {
    List<String> parts = new ArrayList<>();
    if (verdict() == Verdict.FAIL) {
      parts.addAll(failures.subList(0, Math.min(SHOWN, failures.size())));
      if (failures.size() > SHOWN) {
        parts.add("and %d more".formatted(failures.size() - SHOWN));
      }
    } else {
      parts.addAll(missing);
    }
    parts.addAll(notes);
    return String.join("; ", parts);
  }
}
