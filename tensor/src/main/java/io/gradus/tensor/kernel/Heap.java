package io.gradus.tensor.kernel;

/// The device of arrays that kernels use among themselves and never hand out.
final class Heap {
  static final Workers WORKERS = new Workers(1);
  static final Device DEVICE = new Cpu("heap", new ScalarKernels(WORKERS));

  private Heap() {}
}
