package io.gradus.cli;

import io.gradus.nn.optimizer.Optimizer;
import io.gradus.nn.optimizer.Optimizers;
import io.gradus.nn.schedule.LearningRate;
import io.gradus.nn.schedule.Schedules;
import io.gradus.tensor.kernel.Backends;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The values that options take. A wrong one is answered with the right ones.
final class Values {
  private Values() {}

  /// A whole number of at least 1.
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      try {
        int count = Integer.parseInt(text);
        if (count >= 1) {
          return count;
        }
      } catch (NumberFormatException _) {
        // Answered below.
      }
      throw new TypeConversionException("must be a whole number of at least 1");
    }
  }

  /// A whole number of any size that a `long` holds.
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException _) {
        throw new TypeConversionException("must be a whole number of at most 64 bits");
      }
    }
  }

  /// A number above 0.
  static final class Rate implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      try {
        double rate = Double.parseDouble(text);
        if (rate > 0 && rate < Double.POSITIVE_INFINITY) {
          return rate;
        }
      } catch (NumberFormatException _) {
        // Answered below.
      }
      throw new TypeConversionException("must be a number above 0, such as 0.001");
    }
  }

  /// The name of a network for digits.
  static final class NetworkName implements ITypeConverter<DigitNetwork>, Iterable<String> {
    @Override
    public DigitNetwork convert(String text) {
      return Arrays.stream(DigitNetwork.values())
          .filter(network -> network.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> unknown("model", text, known()));
    }

    private static List<String> known() {
      return Arrays.stream(DigitNetwork.values()).map(DigitNetwork::toString).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return known().iterator();
    }
  }

  /// The name of data to test a model on.
  static final class DataName implements ITypeConverter<String>, Iterable<String> {
    private static final List<String> KNOWN = List.of("mnist");

    @Override
    public String convert(String text) {
      if (!KNOWN.contains(text)) {
        throw unknown("data", text, KNOWN);
      }
      return text;
    }

    @Override
    public Iterator<String> iterator() {
      return KNOWN.iterator();
    }
  }

  /// The name of a backend.
  static final class BackendName implements ITypeConverter<String>, Iterable<String> {
    @Override
    public String convert(String text) {
      List<String> known = known();
      if (!known.contains(text)) {
        throw unknown("backend", text, known);
      }
      return text;
    }

    private static List<String> known() {
      Stream<String> names = Backends.candidates().stream().map(Backends.Candidate::name);
      return Stream.concat(Stream.of(Backends.AUTO), names).toList();
    }

    @Override
    public Iterator<String> iterator() {
      return known().iterator();
    }
  }

  /// An optimizer by its name in lower case.
  ///
  /// @param name as given
  /// @param className as Keras and configurations spell it
  record OptimizerChoice(String name, String className) {
    /// {@return the optimizer, with Keras' settings but for the rate}
    Optimizer create(Optional<LearningRate> learningRate) {
      Map<String, @Nullable Object> config = new HashMap<>();
      learningRate.ifPresent(
          rate -> config.put("learning_rate", Schedules.CODEC.write().apply(rate)));
      return Optimizers.TABLE.read(Map.of("class_name", className, "config", config));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Finds an optimizer among those that nn has.
  static final class OptimizerName implements ITypeConverter<OptimizerChoice>, Iterable<String> {
    @Override
    public OptimizerChoice convert(String text) {
      return known()
          .filter(choice -> choice.name.equals(text))
          .findFirst()
          .orElseThrow(
              () -> unknown("optimizer", text, known().map(OptimizerChoice::name).toList()));
    }

    private static Stream<OptimizerChoice> known() {
      return Optimizers.NAMED.names().stream()
          .map(name -> new OptimizerChoice(name.toLowerCase(Locale.ROOT), name))
          .sorted(Comparator.comparing(OptimizerChoice::name));
    }

    @Override
    public Iterator<String> iterator() {
      return known().map(OptimizerChoice::name).iterator();
    }
  }

  private static TypeConversionException unknown(String kind, String text, List<String> known) {
    return new TypeConversionException(
        "unknown %s \"%s\"; known: %s".formatted(kind, text, String.join(", ", known)));
  }
}
