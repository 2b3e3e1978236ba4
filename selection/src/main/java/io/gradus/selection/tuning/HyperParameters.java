package io.gradus.selection.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// What a builder asks for the hyper-parameters of the model that it makes
/// (`keras_tuner.HyperParameters`). It declares each one as it asks for it, so that one that is
/// asked for only if another has some value is part only of the trials in which that is so:
///
/// ```java
/// Model build(HyperParameters hp) {
///   double drop = hp.bool("dropout") ? hp.real("drop", 0.1, 0.5) : 0;
///   var model = new Sequential(
///       new Dense(hp.integer("units", 32, 512, 32), Activation.RELU),
///       new Dropout(drop),
///       new Dense(10, Activation.SOFTMAX));
///   …
/// ```
///
/// A name may be asked for again, with the same values: it has one value in a trial.
public final class HyperParameters {
  private final Source source;
  private final long seed;
  private final Map<String, HyperParameter> asked = new LinkedHashMap<>();
  private final Map<String, Object> values = new LinkedHashMap<>();

  /// Where the values come from.
  @FunctionalInterface
  interface Source {
    Object value(String name, HyperParameter parameter);
  }

  /// The defaults, to try a builder outside of a search.
  public HyperParameters() {
    this((_, parameter) -> parameter.defaultValue(), 0);
  }

  HyperParameters(Source source, long seed) {
    this.source = source;
    this.seed = seed;
  }

  /// {@return these values, and the defaults of what is asked for besides}
  public static HyperParameters of(Map<String, ?> values) {
    return new HyperParameters(given(values), 0);
  }

  /// {@return these values, and the defaults of what is asked for besides}
  static Source given(Map<String, ?> values) {
    Map<String, Object> copy = Map.copyOf(values);
    return (name, parameter) -> {
      Object value = copy.get(name);
      return value == null ? parameter.defaultValue() : parameter.valueOf(value);
    };
  }

  /// {@return a whole number from `min` to `max`}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`, or the name was asked for otherwise
  public int integer(String name, int min, int max) {
    return integer(name, () -> IntegerRange.of(min, max));
  }

  /// {@return a whole number from `min` to `max` by steps}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`, the step is not above 0, or the name
  ///   was asked for otherwise
  public int integer(String name, int min, int max, int step) {
    return integer(name, () -> IntegerRange.of(min, max).step(step));
  }

  /// {@return a whole number of a range}
  ///
  /// @throws IllegalArgumentException if the name was asked for otherwise
  public int integer(String name, IntegerRange range) {
    return integer(name, () -> range);
  }

  private int integer(String name, Supplier<IntegerRange> range) {
    return (Integer) ask(name, range);
  }

  /// {@return a number from `min` to `max`}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`, or the name was asked for otherwise
  public double real(String name, double min, double max) {
    return real(name, () -> RealRange.of(min, max));
  }

  /// {@return a number from `min` to `max`, spread by a scale: `real("rate", 1e-4, 1e-1,
  /// Scale.LOG)`}
  ///
  /// @throws IllegalArgumentException if `min` is above `max`, the scale is logarithmic and `min`
  ///   not above 0, or the name was asked for otherwise
  public double real(String name, double min, double max, Scale scale) {
    return real(name, () -> RealRange.of(min, max).scale(scale));
  }

  /// {@return a number of a range}
  ///
  /// @throws IllegalArgumentException if the name was asked for otherwise
  public double real(String name, RealRange range) {
    return real(name, () -> range);
  }

  private double real(String name, Supplier<RealRange> range) {
    return (Double) ask(name, range);
  }

  /// {@return one of some texts, numbers, booleans or constants of an enum; the first is the
  /// default}
  ///
  /// @throws IllegalArgumentException if one is there twice or of another kind, or the name was
  ///   asked for otherwise
  @SafeVarargs
  public final <T> T choice(String name, T first, T... others) {
    List<T> all = new ArrayList<>();
    all.add(first);
    for (T other : others) {
      all.add(other);
    }
    return choice(name, () -> Choice.of(all));
  }

  /// {@return one of some values}
  ///
  /// @throws IllegalArgumentException if the name was asked for otherwise
  public <T> T choice(String name, Choice<T> choice) {
    return choice(name, () -> choice);
  }

  // The value is one of the choice's.
  @SuppressWarnings("unchecked")
  private <T> T choice(String name, Supplier<Choice<T>> choice) {
    return (T) ask(name, choice);
  }

  /// {@return true or false; false is the default}
  ///
  /// @throws IllegalArgumentException if the name was asked for otherwise
  public boolean bool(String name) {
    return choice(name, false, true);
  }

  private Object ask(String name, Supplier<? extends HyperParameter> declared) {
    try {
      HyperParameter parameter = declared.get();
      HyperParameter known = asked.get(name);
      if (known != null && !known.toString().equals(parameter.toString())) {
        throw new SetupException(
            "hyper-parameter \"%s\": was asked for as %s; now as %s"
                .formatted(name, known, parameter));
      }
      Object value = values.get(name);
      if (value == null) {
        value = source.value(name, parameter);
        asked.put(name, parameter);
        values.put(name, value);
      }
      return value;
    } catch (SetupException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new SetupException(name, e);
    }
  }

  /// {@return a seed for the model, so that a search with a seed has the same results every time}
  /// It follows from the search's seed, the trial and which of its executions this is.
  public long seed() {
    return seed;
  }

  /// {@return the values asked for so far, in this order}
  public Map<String, Object> values() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /// {@return what was asked for so far, in this order}
  public Map<String, HyperParameter> asked() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(asked));
  }
}
