package io.gradus.checks.tensor;

import io.gradus.tensor.kernel.Cpu;

/// The chains of [RandomChains] as a program: prints the backend and the hash of all results of
/// those with at most so many elements.
final class ChainProgram {
  private ChainProgram() {}

  public static void main(String[] most) {
    Cpu device = Cpu.standard();
    long hash = RandomChains.hash(device, Integer.parseInt(most[0]));
    System.out.println(device.kernels().name() + " " + hash);
  }
}
