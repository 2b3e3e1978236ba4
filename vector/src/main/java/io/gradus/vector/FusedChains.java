package io.gradus.vector;

import io.gradus.tensor.Elementwise;
import io.gradus.tensor.kernel.BinaryFunction;
import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainSpan;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.kernel.Relation;
import io.gradus.tensor.kernel.UnaryFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The chains that run as one vector loop, each of a class of its own; equal chains share one.
final class FusedChains {
  /// Each chain costs a class; a program that makes chains without end falls back to blocks.
  private static final int MOST = 256;

  /// The functions of one operand that are one instruction or two.
  private static final Set<Class<?>> SHORT =
      Set.of(
          Elementwise.Neg.class,
          Elementwise.Relu.class,
          Elementwise.Sqrt.class,
          Elementwise.Square.class);

  /// Polynomials of which one chain may have one. C2 stops inlining in a method that gets too
  /// large, and then every vector is an object: measured, with two of these it did, with one and
  /// twenty short functions not. A longer one is to be measured before it stands here.
  private static final Set<Class<?>> POLYNOMIALS =
      Set.of(Elementwise.Exp.class, Elementwise.Log.class);

  private static final ConcurrentHashMap<List<Object>, ChainSpan> SPANS = new ConcurrentHashMap<>();

  private FusedChains() {}

  /// {@return the loop over the vectors of a span, or null if an operation has no vector form, the
  /// chain is too large to be compiled as one, or classes cannot be defined}
  static @Nullable ChainSpan span(
      Chain chain, Map<Class<?>, FloatLoop.Row> unary, Map<Class<?>, FloatPairLoop.Row> binary) {
    List<Object> functions = functions(chain, unary, binary);
    if (functions == null) {
      return null;
    }
    List<Object> key = key(chain, functions);
    ChainSpan known = SPANS.get(key);
    if (known != null || SPANS.size() >= MOST) {
      return known;
    }
    ChainSpan span = ChainClass.define(chain, functions);
    ChainSpan first = span == null ? null : SPANS.putIfAbsent(key, span);
    return first == null ? span : first;
  }

  /// {@return what makes a chain's class, put together without the records' own `hashCode`, each of
  /// which the JVM would first have to make}
  private static List<Object> key(Chain chain, List<Object> functions) {
    List<Object> key = new ArrayList<>(functions);
    key.addAll(chain.operands());
    key.addAll(chain.results());
    chain.links().forEach(link -> key.addAll(link.reads()));
    return key;
  }

  private static @Nullable List<Object> functions(
      Chain chain, Map<Class<?>, FloatLoop.Row> unary, Map<Class<?>, FloatPairLoop.Row> binary) {
    List<Object> functions = new ArrayList<>();
    int polynomials = 0;
    for (Link link : chain.links()) {
      Object function =
          switch (link) {
            case Link.Unary(UnaryFunction f, int _) -> {
              boolean isPolynomial = POLYNOMIALS.contains(f.getClass());
              polynomials += isPolynomial ? 1 : 0;
              FloatLoop.Row row = unary.get(f.getClass());
              boolean fits = isPolynomial || SHORT.contains(f.getClass());
              yield row != null && fits ? row.function() : null;
            }
            case Link.Binary(BinaryFunction f, int _, int _) -> {
              FloatPairLoop.Row row = binary.get(f.getClass());
              yield row == null ? null : row.function();
            }
            case Link.Compare(Relation r, int _, int _) -> VectorCompare.function(r.getClass());
            case Link.Select _ -> Link.Select.class;
          };
      if (function == null || polynomials > 1) {
        return null;
      }
      functions.add(function);
    }
    return functions;
  }
}
