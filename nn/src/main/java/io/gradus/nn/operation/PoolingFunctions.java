package io.gradus.nn.operation;

import io.gradus.tensor.Pool;
import io.gradus.tensor.Tensor;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The poolings of `keras.ops`, and what turns cells into channels and back.
final class PoolingFunctions {
  static final String POOL = "inputs pool_size strides padding data_format";
  static final String ADAPTIVE = "inputs output_size data_format";
  static final String BLOCKS = "x block_size data_format";

  private PoolingFunctions() {}

  /// Adds the rows.
  static void addTo(FunctionTable table) {
    table.row("max_pool", POOL, sliding(Tensor::maxPool));
    table.row("average_pool", POOL, sliding(Tensor::averagePool));
    table.row("adaptive_max_pool", ADAPTIVE, adaptive(Tensor::maxPool));
    table.row("adaptive_average_pool", ADAPTIVE, adaptive(Tensor::averagePool));
    table.row("depth_to_space", BLOCKS, PoolingFunctions::depthToSpace);
    table.row("space_to_depth", BLOCKS, PoolingFunctions::spaceToDepth);
  }

  static Function<CallArguments, Tensor> sliding(BiFunction<Tensor, Pool, Tensor> pooling) {
    return a ->
        outputs(a, pooling.apply(inputs(a, "inputs"), pool(a, a.tensor("inputs").rank() - 2)));
  }

  private static Pool pool(CallArguments a, int axes) {
    Pool.Sliding pool = Pool.of(each(a, "pool_size", axes));
    if (a.has("strides")) {
      pool = pool.strides(each(a, "strides", axes));
    }
    return a.has("padding") && a.get("padding").equals("same") ? pool.padded() : pool;
  }

  static Function<CallArguments, Tensor> adaptive(BiFunction<Tensor, Pool, Tensor> pooling) {
    return a -> {
      Pool pool = Pool.into(each(a, "output_size", a.tensor("inputs").rank() - 2));
      return outputs(a, pooling.apply(inputs(a, "inputs"), pool));
    };
  }

  static Tensor spaceToDepth(CallArguments a) {
    int block = a.integer("block_size");
    if (!isChannelsFirst(a)) {
      return a.tensor("x").spaceToDepth(block);
    }
    // With the channels first each one's pixels stand together.
    Tensor x = inputs(a, "x");
    long blocks = (long) block * block;
    Tensor y = x.spaceToDepth(block);
    long[] grouped = {y.dim(0), y.dim(1), y.dim(2), blocks, x.dim(3)};
    return outputs(a, y.reshape(grouped).swapAxes(3, 4).reshape(y.shape()));
  }

  static Tensor depthToSpace(CallArguments a) {
    int block = a.integer("block_size");
    if (!isChannelsFirst(a)) {
      return a.tensor("x").depthToSpace(block);
    }
    Tensor x = inputs(a, "x");
    long blocks = (long) block * block;
    long[] grouped = {x.dim(0), x.dim(1), x.dim(2), x.dim(3) / blocks, blocks};
    Tensor y = x.reshape(grouped).swapAxes(3, 4).reshape(x.shape());
    return outputs(a, y.depthToSpace(block));
  }

  private static int[] each(CallArguments a, String name, int axes) {
    int[] numbers = a.integers(name);
    if (numbers.length > 1) {
      return numbers;
    }
    int[] all = new int[axes];
    Arrays.fill(all, numbers[0]);
    return all;
  }

  private static boolean isChannelsFirst(CallArguments a) {
    return a.has("data_format") && a.get("data_format").equals("channels_first");
  }

  private static Tensor inputs(CallArguments a, String name) {
    Tensor x = a.tensor(name);
    return isChannelsFirst(a) ? x.moveAxis(1, -1) : x;
  }

  private static Tensor outputs(CallArguments a, Tensor y) {
    return isChannelsFirst(a) ? y.moveAxis(-1, 1) : y;
  }
}
