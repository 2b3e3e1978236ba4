package io.gradus.tensor.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A loop written once and compiled once for each function: the loop's class is defined anew as a
/// hidden class whose constant is the function, so that the compiler inlines it. A loop shared by
/// many functions was measured 17 to 30 times slower. Where classes cannot be defined, or for very
/// many functions, the shared loop serves.
///
/// @param <F> the kind of function
/// @param <L> the loop's type
public final class Template<F, L> {
  /// Each function that is specialised costs a class; a program that makes functions without end
  /// (with an attribute from its data, say) falls back to the shared loop.
  private static final int MOST = 256;

  private final MethodHandles.Lookup lookup;
  private final Class<L> type;
  private final Class<? extends L> template;
  private final Function<F, L> shared;
  private final ConcurrentHashMap<F, L> loops = new ConcurrentHashMap<>();

  /// A template whose copies are defined beside it.
  ///
  /// @param lookup the full lookup of a class in the template's package
  /// @param type the loop's interface
  /// @param template the class to copy; its constructor without parameters uses [#constant]
  /// @param shared makes the loop that all functions share
  public Template(
      MethodHandles.Lookup lookup,
      Class<L> type,
      Class<? extends L> template,
      Function<F, L> shared) {
    this.lookup = lookup;
    this.type = type;
    this.template = template;
    this.shared = shared;
  }

  /// {@return the loop for the function}
  public L loop(F function) {
    L loop = loops.get(function);
    if (loop != null) {
      return loop;
    }
    if (loops.size() >= MOST) {
      return shared.apply(function);
    }
    return loops.computeIfAbsent(function, this::specialise);
  }

  private L specialise(F function) {
    String resource = template.getSimpleName() + ".class";
    try (InputStream in = template.getResourceAsStream(resource)) {
      if (in == null) {
        return shared.apply(function);
      }
      MethodHandles.Lookup hidden =
          lookup.defineHiddenClassWithClassData(in.readAllBytes(), function, true);
      Class<?> defined = hidden.lookupClass();
      return type.cast(
          hidden
              .findConstructor(defined, java.lang.invoke.MethodType.methodType(void.class))
              .invoke());
    } catch (IOException | ReflectiveOperationException | UnsupportedOperationException _) {
      return shared.apply(function);
    } catch (Throwable e) {
      throw new LinkageError("loop for " + function, e);
    }
  }

  /// {@return the function that a template was specialised with, or null in the template itself}
  public static <F> @Nullable F constant(MethodHandles.Lookup lookup, Class<F> type) {
    try {
      return MethodHandles.classData(lookup, java.lang.constant.ConstantDescs.DEFAULT_NAME, type);
    } catch (IllegalAccessException e) {
      throw new LinkageError(type.getName(), e);
    }
  }
}
