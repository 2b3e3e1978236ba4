package io.gradus.nn.layer;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.constraint.Constraint;
import io.gradus.nn.initializer.Initializer;
import io.gradus.nn.regularizer.Regularizer;

/// What the standard recurrent cells, and the layers made of one, can be told in the same words.
/// Each method gives a changed, unbuilt copy.
///
/// @param <L> the class of the cell or layer
public sealed interface CellSetup<L> permits GatedSetup, SimpleRNNCell, SimpleRNN {
  /// {@return what the cell was told}
  CellOptions cellOptions();

  /// {@return a copy, unbuilt, with other options of the cell}
  L withCell(CellOptions changed);

  /// {@return the number of outputs, or of filters}
  default int units() {
    return cellOptions().units();
  }

  /// {@return a copy, unbuilt, with another activation of outputs and candidates}
  default L activation(Activation changed) {
    CellOptions o = cellOptions();
    return withCell(o.activations(changed, o.recurrentActivation()));
  }

  /// {@return a copy, unbuilt, with or without a bias}
  default L useBias(boolean useBias) {
    CellOptions o = cellOptions();
    return withCell(o.flags(useBias, o.unitForgetBias(), o.resetAfter()));
  }

  /// {@return a copy, unbuilt, that drops this share of the inputs while training; the same ones in
  /// all steps of a sequence}
  default L dropout(double share) {
    CellOptions o = cellOptions();
    return withCell(o.dropouts(share, o.recurrentDropout(), o.seed()));
  }

  /// {@return a copy, unbuilt, that drops this share of the states while training; the same ones in
  /// all steps of a sequence (Gal and Ghahramani, *A Theoretically Grounded Application of Dropout
  /// in Recurrent Neural Networks*, 2016)}
  default L recurrentDropout(double share) {
    CellOptions o = cellOptions();
    return withCell(o.dropouts(o.dropout(), share, o.seed()));
  }

  /// {@return a copy, unbuilt, with other first values of the inputs' weights}
  default L kernelInitializer(Initializer changed) {
    return kernel(cellOptions().kernel().initializer(changed));
  }

  /// {@return a copy, unbuilt, with other first values of the states' weights}
  default L recurrentInitializer(Initializer changed) {
    return recurrent(cellOptions().recurrent().initializer(changed));
  }

  /// {@return a copy, unbuilt, with other first values of the bias}
  default L biasInitializer(Initializer changed) {
    return bias(cellOptions().bias().initializer(changed));
  }

  /// {@return a copy, unbuilt, with a penalty on the inputs' weights that is part of the loss}
  default L kernelRegularizer(Regularizer changed) {
    return kernel(cellOptions().kernel().regularizer(changed));
  }

  /// {@return a copy, unbuilt, with a penalty on the states' weights that is part of the loss}
  default L recurrentRegularizer(Regularizer changed) {
    return recurrent(cellOptions().recurrent().regularizer(changed));
  }

  /// {@return a copy, unbuilt, with a penalty on the bias that is part of the loss}
  default L biasRegularizer(Regularizer changed) {
    return bias(cellOptions().bias().regularizer(changed));
  }

  /// {@return a copy, unbuilt, with a constraint that the inputs' weights pass through}
  default L kernelConstraint(Constraint changed) {
    return kernel(cellOptions().kernel().constraint(changed));
  }

  /// {@return a copy, unbuilt, with a constraint that the states' weights pass through}
  default L recurrentConstraint(Constraint changed) {
    return recurrent(cellOptions().recurrent().constraint(changed));
  }

  /// {@return a copy, unbuilt, with a constraint that the bias passes through}
  default L biasConstraint(Constraint changed) {
    return bias(cellOptions().bias().constraint(changed));
  }

  private L kernel(WeightOptions changed) {
    CellOptions o = cellOptions();
    return withCell(o.weights(changed, o.recurrent(), o.bias()));
  }

  private L recurrent(WeightOptions changed) {
    CellOptions o = cellOptions();
    return withCell(o.weights(o.kernel(), changed, o.bias()));
  }

  private L bias(WeightOptions changed) {
    CellOptions o = cellOptions();
    return withCell(o.weights(o.kernel(), o.recurrent(), changed));
  }
}
