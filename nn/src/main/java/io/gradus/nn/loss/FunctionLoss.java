package io.gradus.nn.loss;

import io.gradus.tensor.Tensor;
import java.util.function.BinaryOperator;

/// A function of targets and predictions as a loss (Keras' `compile(loss=function)`): files hold
/// its name, and readers find the function by it among the [io.gradus.nn.config.CustomObjects].
///
/// Targets `[n]` beside predictions `[n, 1]` become `[n, 1]`, and of more axes a last one of length
/// 1 that only one of both has is dropped, as Keras does: they would give all pairs otherwise.
///
/// @param name the name
/// @param function gives the loss of each sample (and position)
public record FunctionLoss(String name, BinaryOperator<Tensor> function) implements Loss {
  @Override
  public Tensor call(Tensor yTrue, Tensor yPred) {
    return function.apply(Ranks.beside(yTrue, yPred.shape()), Ranks.beside(yPred, yTrue.shape()));
  }
}
