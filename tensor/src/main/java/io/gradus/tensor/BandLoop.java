package io.gradus.tensor;

import io.gradus.tensor.kernel.ChainLoop;
import io.gradus.tensor.kernel.Device;
import io.gradus.tensor.kernel.SpinLock;
import io.gradus.tensor.kernel.Strided;
import io.gradus.tensor.kernel.Workers;
import io.gradus.tensor.type.Shape;
import io.gradus.tensor.type.TensorType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The loop of a [Unit.Banded]. Workers take bands; within a band the kernels run alone.
final class BandLoop implements ChainLoop {
  /// What a part reads or writes of a value for a band.
  private interface Cut {
    Strided of(Strided value, int first, int count);
  }

  /// A result or an operand of a part.
  ///
  /// @param value the number of the value in whose memory it lies
  /// @param place that value's place among the unit's results and operands, −1 if only the parts
  ///   read it
  /// @param cut what the part sees of that
  private record Cell(int value, int place, Cut cut) {}

  private final Unit.Banded unit;
  private final Workers workers;
  private final List<List<Cell>> cells;
  private final Run full;
  private final Run rest;

  BandLoop(Unit.Banded unit, Device device) {
    this.unit = unit;
    this.workers = device.kernels().workers();
    this.cells = unit.parts().stream().map(this::cells).toList();
    this.full = new Run(unit.band(), device);
    int left = unit.samples() % unit.band();
    this.rest = left == 0 ? full : new Run(left, device);
  }

  private List<Cell> cells(Unit part) {
    List<Integer> places = new ArrayList<>(unit.outputs());
    places.addAll(unit.inputs());
    List<Cell> cells = new ArrayList<>();
    for (int output : part.outputs()) {
      cells.add(cell(output, places, cut(part)));
    }
    for (int i = 0; i < part.inputs().size(); i++) {
      cells.add(cell(part.inputs().get(i), places, cut(part, i)));
    }
    return cells;
  }

  private Cell cell(int value, List<Integer> places, Cut cut) {
    int home = value;
    while (unit.inPlace().containsKey(home)) {
      home = unit.inPlace().get(home);
    }
    return new Cell(home, places.indexOf(home), home == value ? cut : dense(value));
  }

  private Cut dense(int value) {
    TensorType type = Objects.requireNonNull(unit.passing().get(value));
    Cut elements = elements(Math.toIntExact(type.shape().size()));
    return (home, first, count) ->
        Objects.requireNonNull(
            elements.of(home, first, count).reshape(ofSamples(type, count).shape()));
  }

  private static TensorType ofSamples(TensorType type, int count) {
    long[] dims = type.shape().dims();
    dims[0] = count;
    return type.withShape(Shape.of(dims));
  }

  /// {@return what a part writes}
  private Cut cut(Unit part) {
    return part instanceof Unit.Fused chain
        ? elements(chain.rows() * chain.length())
        : BandLoop::samples;
  }

  /// {@return what a part reads}
  private Cut cut(Unit part, int input) {
    return switch (part) {
      case Unit.Single(Op.BySample op, var _, var _) when op.isShared(input) ->
          (value, _, _) -> value;
      case Unit.Fused chain ->
          switch (chain.chain().operands().get(input)) {
            case ONE, ROW -> (value, _, _) -> value;
            case EACH -> elements(chain.rows() * chain.length());
            case COLUMN -> elements(chain.rows());
          };
      default -> BandLoop::samples;
    };
  }

  private static Strided samples(Strided value, int first, int count) {
    long[] dims = value.shape().dims();
    long[] strides = new long[dims.length];
    Arrays.setAll(strides, value::stride);
    dims[0] = count;
    return value.restride(Shape.of(dims), strides, first * strides[0]);
  }

  private Cut elements(int all) {
    int each = all / unit.samples();
    return (value, first, count) ->
        value.restride(Shape.of((long) count * each), new long[] {1}, (long) first * each);
  }

  @Override
  public void run(List<Strided> results, List<Strided> operands) {
    workers.run(
        Math.ceilDiv(unit.samples(), unit.band()),
        (number, _) -> {
          int first = number * unit.band();
          Run run = first + unit.band() <= unit.samples() ? full : rest;
          run.run(results, operands, first);
        });
  }

  /// The parts for a number of samples, any number of bands at the same time.
  private final class Run {
    private final int count;
    private final Device device;
    private final List<ChainLoop> loops;
    private final SpinLock lock = new SpinLock();
    private final Deque<Frame> idle = new ArrayDeque<>();

    Run(int count, Device device) {
      this.count = count;
      this.device = device;
      this.loops = unit.parts().stream().map(this::loop).toList();
    }

    private ChainLoop loop(Unit part) {
      if (!(part instanceof Unit.Fused chain)) {
        return part.loop(device);
      }
      boolean flat = chain.rows() == 1;
      int rows = flat ? 1 : chain.rows() / unit.samples() * count;
      int length = flat ? chain.length() / unit.samples() * count : chain.length();
      return device.kernels().fuse(chain.chain(), rows, length);
    }

    void run(List<Strided> results, List<Strided> operands, int first) {
      Frame frame = borrow();
      try {
        frame.bind(results, operands, first);
        for (int i = 0; i < loops.size(); i++) {
          loops.get(i).run(frame.results.get(i), frame.operands.get(i));
        }
      } finally {
        frame.release();
        lock.lock();
        idle.push(frame);
        lock.unlock();
      }
    }

    private Frame borrow() {
      lock.lock();
      Frame frame = idle.poll();
      lock.unlock();
      return frame == null ? new Frame(count, device) : frame;
    }
  }

  /// The memory of a band, and what its parts see.
  private final class Frame {
    private final int count;
    private final @Nullable Strided[][] views = new Strided[cells.size()][];
    private final List<List<Strided>> results = new ArrayList<>();
    private final List<List<Strided>> operands = new ArrayList<>();

    Frame(int count, Device device) {
      this.count = count;
      Map<Integer, Strided> passing = new HashMap<>();
      unit.passing()
          .forEach((value, type) -> {
            if (!unit.inPlace().containsKey(value)) {
              passing.put(value, Strided.allocate(device, ofSamples(type, count)));
            }
          });
      for (int i = 0; i < views.length; i++) {
        int written = unit.parts().get(i).outputs().size();
        views[i] = cells.get(i).stream().map(cell -> view(passing, cell)).toArray(Strided[]::new);
        List<Strided> all = Arrays.asList(views[i]);
        results.add(all.subList(0, written));
        operands.add(all.subList(written, all.size()));
      }
    }

    private @Nullable Strided view(Map<Integer, Strided> passing, Cell cell) {
      Strided home = passing.get(cell.value);
      return home == null ? null : cell.cut.of(home, 0, count);
    }

    void bind(List<Strided> written, List<Strided> read, int first) {
      for (int i = 0; i < views.length; i++) {
        for (int j = 0; j < views[i].length; j++) {
          Cell cell = cells.get(i).get(j);
          if (cell.place >= 0) {
            int operand = cell.place - written.size();
            Strided value = operand < 0 ? written.get(cell.place) : read.get(operand);
            views[i][j] = cell.cut.of(value, first, count);
          }
        }
      }
    }

    /// Lets go of what belongs to one run.
    void release() {
      for (int i = 0; i < views.length; i++) {
        for (int j = 0; j < views[i].length; j++) {
          views[i][j] = cells.get(i).get(j).place < 0 ? views[i][j] : null;
        }
      }
    }
  }
}
