package io.gradus.checks.tensor;

import io.gradus.tensor.kernel.Cpu;

/// The chains of [RandomChains] as a program: prints the backend and the hash of all results of
/// those with at most so many elements.
final class ChainProgram {
  private ChainProgram() {}

  public static void main(String[] none) {
    System.out.println(Cpu.standard().kernels().name() + " " + RandomChains.hash(Cpu.standard()));
  }
}
