package io.gradus.nn.model;

import io.gradus.tensor.Bits;
import io.gradus.tensor.Comparison;
import io.gradus.tensor.Divisors;
import io.gradus.tensor.Elementwise;
import io.gradus.tensor.Logic;
import io.gradus.tensor.Magnitudes;
import io.gradus.tensor.Op;
import io.gradus.tensor.Powers;
import io.gradus.tensor.Rounding;
import io.gradus.tensor.SpecialFunctions;
import io.gradus.tensor.Trigonometry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Keras' classes for the element-wise operations that have no attributes.
final class ElementwiseNames {
  private static final Map<Class<? extends Op>, String> NAMES =
      Map.ofEntries(
          Map.entry(Elementwise.Add.class, "Add"),
          Map.entry(Elementwise.Sub.class, "Subtract"),
          Map.entry(Elementwise.Mul.class, "Multiply"),
          Map.entry(Elementwise.Div.class, "Divide"),
          Map.entry(Elementwise.Neg.class, "Negative"),
          Map.entry(Elementwise.Exp.class, "Exp"),
          Map.entry(Elementwise.Log.class, "Log"),
          Map.entry(Elementwise.Sqrt.class, "Sqrt"),
          Map.entry(Elementwise.Square.class, "Square"),
          Map.entry(Elementwise.Relu.class, "Relu"),
          Map.entry(Bits.BitwiseAnd.class, "BitwiseAnd"),
          Map.entry(Bits.BitwiseOr.class, "BitwiseOr"),
          Map.entry(Bits.BitwiseXor.class, "BitwiseXor"),
          Map.entry(Bits.BitwiseNot.class, "BitwiseNot"),
          Map.entry(Bits.LeftShift.class, "LeftShift"),
          Map.entry(Bits.RightShift.class, "RightShift"),
          Map.entry(Comparison.Equal.class, "Equal"),
          Map.entry(Comparison.NotEqual.class, "NotEqual"),
          Map.entry(Comparison.Less.class, "Less"),
          Map.entry(Comparison.LessEqual.class, "LessEqual"),
          Map.entry(Comparison.Greater.class, "Greater"),
          Map.entry(Comparison.GreaterEqual.class, "GreaterEqual"),
          Map.entry(Logic.LogicalAnd.class, "LogicalAnd"),
          Map.entry(Logic.LogicalOr.class, "LogicalOr"),
          Map.entry(Logic.LogicalXor.class, "LogicalXor"),
          Map.entry(Logic.LogicalNot.class, "LogicalNot"),
          Map.entry(Logic.IsNan.class, "Isnan"),
          Map.entry(Logic.IsInf.class, "Isinf"),
          Map.entry(Logic.IsFinite.class, "Isfinite"),
          Map.entry(Magnitudes.Maximum.class, "Maximum"),
          Map.entry(Magnitudes.Minimum.class, "Minimum"),
          Map.entry(Magnitudes.Abs.class, "Absolute"),
          Map.entry(Magnitudes.Sign.class, "Sign"),
          Map.entry(Powers.Pow.class, "Power"),
          Map.entry(Powers.Reciprocal.class, "Reciprocal"),
          Map.entry(Powers.Rsqrt.class, "Rsqrt"),
          Map.entry(Powers.Cbrt.class, "Cbrt"),
          Map.entry(Powers.Exp2.class, "Exp2"),
          Map.entry(Powers.Expm1.class, "Expm1"),
          Map.entry(Powers.Log1p.class, "Log1p"),
          Map.entry(Powers.Log2.class, "Log2"),
          Map.entry(Powers.Log10.class, "Log10"),
          Map.entry(Powers.Hypot.class, "Hypot"),
          Map.entry(Powers.LogAddExp.class, "Logaddexp"),
          Map.entry(Powers.LogAddExp2.class, "Logaddexp2"),
          Map.entry(Rounding.Floor.class, "Floor"),
          Map.entry(Rounding.Ceil.class, "Ceil"),
          Map.entry(Rounding.Trunc.class, "Trunc"),
          Map.entry(Rounding.Round.class, "Round"),
          Map.entry(Rounding.Mod.class, "Mod"),
          Map.entry(Rounding.FloorDiv.class, "FloorDivide"),
          Map.entry(Rounding.Fmod.class, "Fmod"),
          Map.entry(Rounding.NextAfter.class, "Nextafter"),
          Map.entry(Divisors.Gcd.class, "Gcd"),
          Map.entry(Divisors.Lcm.class, "Lcm"),
          Map.entry(SpecialFunctions.Sigmoid.class, "Sigmoid"),
          Map.entry(SpecialFunctions.LogSigmoid.class, "LogSigmoid"),
          Map.entry(SpecialFunctions.Softplus.class, "Softplus"),
          Map.entry(SpecialFunctions.Erf.class, "Erf"),
          Map.entry(SpecialFunctions.Erfc.class, "Erfc"),
          Map.entry(SpecialFunctions.ErfInv.class, "Erfinv"),
          Map.entry(Trigonometry.Sin.class, "Sin"),
          Map.entry(Trigonometry.Cos.class, "Cos"),
          Map.entry(Trigonometry.Tan.class, "Tan"),
          Map.entry(Trigonometry.Asin.class, "Arcsin"),
          Map.entry(Trigonometry.Acos.class, "Arccos"),
          Map.entry(Trigonometry.Atan.class, "Arctan"),
          Map.entry(Trigonometry.Sinh.class, "Sinh"),
          Map.entry(Trigonometry.Cosh.class, "Cosh"),
          Map.entry(Trigonometry.Tanh.class, "Tanh"),
          Map.entry(Trigonometry.Asinh.class, "Arcsinh"),
          Map.entry(Trigonometry.Acosh.class, "Arccosh"),
          Map.entry(Trigonometry.Atanh.class, "Arctanh"),
          Map.entry(Trigonometry.Sinc.class, "Sinc"),
          Map.entry(Trigonometry.Atan2.class, "Arctan2"));

  private ElementwiseNames() {}

  /// {@return the name of Keras' class, or null if there is none of this kind}
  static @Nullable String of(Op op) {
    return NAMES.get(op.getClass());
  }
}
