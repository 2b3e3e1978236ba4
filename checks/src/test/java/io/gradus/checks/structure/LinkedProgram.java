package io.gradus.checks.structure;

import io.gradus.nn.activation.Activation;
import io.gradus.nn.initializer.Ones;
import io.gradus.nn.layer.Dense;
import io.gradus.nn.model.Sequential;
import io.gradus.tensor.Tensor;
import io.gradus.tensor.kernel.Cpu;

/// A program for a linked image: prints the backend and two predictions.
final class LinkedProgram {
  private LinkedProgram() {}

  public static void main(String[] arguments) {
    var model = new Sequential(new Dense(1, Activation.RELU).kernelInitializer(new Ones()));
    System.out.println(Cpu.standard().kernels().name());
    Tensor x = Tensor.of(new float[][] {{-30, -2}, {30, 2}});
    System.out.println(model.predict(x).reshape(-1));
  }
}
