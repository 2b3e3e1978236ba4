package io.gradus.checks.training;

import io.gradus.tensor.kernel.Cpu;

/// The trainings of [Digits] as a program: prints the backend and what each named one left.
final class TrainingProgram {
  private TrainingProgram() {}

  public static void main(String[] names) {
    System.out.println(Cpu.standard().kernels().name());
    for (String name : names) {
      Digits.Outcome outcome = name.equals("little") ? Digits.trainLittle() : Digits.train(false);
      System.out.println(outcome.weights() + " " + outcome.history());
    }
  }
}
