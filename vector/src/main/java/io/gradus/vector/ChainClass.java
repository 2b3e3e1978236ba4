package io.gradus.vector;

import static java.lang.constant.ConstantDescs.CD_MethodHandles;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import io.gradus.tensor.kernel.Chain;
import io.gradus.tensor.kernel.ChainSpan;
import io.gradus.tensor.kernel.Link;
import io.gradus.tensor.kernel.Scratch;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/// Writes the class of one chain: a loop over whole vectors that loads each operand once, sends it
/// through all functions and stores the results. The functions are constants of the class, which
/// the compiler inlines, so that what lies between them stays in registers. For `relu(x·y + b)`
/// with one `b` for all:
///
/// ```
/// void run(arrays, offsets, element, row, column, n, scratch) {
///   FloatVector b = broadcast(F, arrays[3][offsets[3]]);
///   for (int k = 0; k < n; k += COUNT)
///     relu.apply(add.apply(mul.apply(fromArray(F, x, i + k), fromArray(F, y, j + k)), b))
///         .intoArray(out, o + k);
/// }
/// ```
final class ChainClass {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private static final ClassDesc SELF =
      ClassDesc.of(ChainClass.class.getPackageName(), "GeneratedChain");
  private static final ClassDesc FLOATS = CD_float.arrayType();
  private static final ClassDesc VECTOR = describe(FloatVector.class);
  private static final ClassDesc ANY_VECTOR = describe(Vector.class);
  private static final ClassDesc SPECIES = describe(VectorSpecies.class);
  private static final ClassDesc MASK = describe(VectorMask.class);
  private static final ClassDesc LANES = describe(Lanes.class);
  private static final ClassDesc UNARY = describe(VectorUnary.Function.class);
  private static final ClassDesc BINARY = describe(VectorBinary.Function.class);
  private static final ClassDesc COMPARE = describe(VectorCompare.Function.class);

  private static final MethodTypeDesc RUN =
      MethodTypeDesc.of(
          CD_void,
          FLOATS.arrayType(),
          CD_int.arrayType(),
          CD_int,
          CD_int,
          CD_int,
          CD_int,
          describe(Scratch.class));

  private static final DirectMethodHandleDesc CLASS_DATA_AT =
      ConstantDescs.ofConstantBootstrap(CD_MethodHandles, "classDataAt", CD_Object, CD_int);

  private static final String NAME = "run";

  // The variables of `run`, by position.
  private static final int ARRAYS = 1;
  private static final int OFFSETS = 2;
  private static final int ELEMENT = 3;
  private static final int ROW = 4;
  private static final int COLUMN = 5;
  private static final int N = 6;

  private final Chain chain;
  private final int results;

  private ChainClass(Chain chain) {
    this.chain = chain;
    this.results = chain.results().size();
  }

  private static ClassDesc describe(Class<?> type) {
    return ClassDesc.ofDescriptor(type.descriptorString());
  }

  /// {@return the chain as a class of its own, or null where classes cannot be defined}
  ///
  /// @param functions for each link a [VectorUnary.Function], [VectorBinary.Function] or
  ///   [VectorCompare.Function]; of a choice nothing is read
  static @Nullable ChainSpan define(Chain chain, List<Object> functions) {
    try {
      byte[] bytes = new ChainClass(chain).bytes();
      MethodHandles.Lookup hidden = LOOKUP.defineHiddenClassWithClassData(bytes, functions, true);
      return (ChainSpan)
          hidden.findConstructor(hidden.lookupClass(), MethodType.methodType(void.class)).invoke();
    } catch (ReflectiveOperationException | UnsupportedOperationException _) {
      return null;
    } catch (Throwable e) {
      throw new LinkageError("loop for " + chain, e);
    }
  }

  private byte[] bytes() {
    return ClassFile.of()
        .build(
            SELF,
            builder ->
                builder
                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
                    .withInterfaceSymbols(describe(ChainSpan.class))
                    .withMethodBody(
                        ConstantDescs.INIT_NAME,
                        ConstantDescs.MTD_void,
                        0,
                        code ->
                            code.aload(0)
                                .invokespecial(
                                    CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                                .return_())
                    .withMethodBody(
                        NAME, RUN, ClassFile.ACC_PUBLIC, code -> new Body(code).write()));
  }

  /// The code of one method.
  private final class Body {
    private final CodeBuilder code;
    private final int[] arrays;
    private final int[] starts;
    private final int[] values;
    private final int counter;

    Body(CodeBuilder code) {
      this.code = code;
      this.arrays = new int[results + chain.operands().size()];
      this.starts = new int[arrays.length];
      this.values = new int[chain.operands().size() + chain.links().size()];
      Arrays.setAll(values, _ -> code.allocateLocal(TypeKind.REFERENCE));
      this.counter = code.allocateLocal(TypeKind.INT);
    }

    void write() {
      begin();
      code.iconst_0().istore(counter);
      Label test = code.newLabel();
      Label body = code.newLabel();
      code.goto_(test).labelBinding(body);
      links();
      code.iload(counter).getstatic(LANES, "COUNT", CD_int).iadd().istore(counter);
      code.labelBinding(test).iload(counter).iload(N).if_icmplt(body);
      code.return_();
    }

    /// Arrays and positions as variables, operands that are one element for the row as vectors.
    private void begin() {
      for (int i = 0; i < arrays.length; i++) {
        arrays[i] = code.allocateLocal(TypeKind.REFERENCE);
        starts[i] = code.allocateLocal(TypeKind.INT);
        code.aload(ARRAYS).loadConstant(i).aaload().astore(arrays[i]);
        code.aload(OFFSETS).loadConstant(i).iaload();
        switch (i < results ? Chain.Spread.EACH : chain.operands().get(i - results)) {
          case EACH -> code.iload(ELEMENT).iadd();
          case ROW -> code.iload(COLUMN).iadd();
          case COLUMN -> code.iload(ROW).iadd();
          case ONE -> {}
        }
        code.istore(starts[i]);
      }
      for (int i = 0; i < chain.operands().size(); i++) {
        if (chain.operands().get(i).step() == 0) {
          code.getstatic(LANES, "FLOATS", SPECIES);
          code.aload(arrays[results + i]).iload(starts[results + i]).faload();
          code.invokestatic(VECTOR, "broadcast", MethodTypeDesc.of(VECTOR, SPECIES, CD_float));
          code.astore(values[i]);
        }
      }
    }

    /// One vector of elements through all links.
    private void links() {
      boolean[] loaded = new boolean[chain.operands().size()];
      for (int i = 0; i < chain.links().size(); i++) {
        chain.links().get(i).reads().forEach(read -> load(read, loaded));
        switch (chain.links().get(i)) {
          case Link.Unary(var _, int x) -> {
            function(i, UNARY).aload(values[x]);
            code.invokeinterface(UNARY, "apply", MethodTypeDesc.of(VECTOR, VECTOR));
          }
          case Link.Binary(var _, int x, int y) -> {
            function(i, BINARY).aload(values[x]).aload(values[y]);
            code.invokeinterface(BINARY, "apply", MethodTypeDesc.of(VECTOR, VECTOR, VECTOR));
          }
          case Link.Compare(var _, int x, int y) -> {
            function(i, COMPARE).aload(values[x]).aload(values[y]);
            code.invokeinterface(COMPARE, "holds", MethodTypeDesc.of(MASK, VECTOR, VECTOR));
          }
          case Link.Select(int condition, int x, int y) -> {
            code.aload(values[y]).aload(values[x]).aload(values[condition]);
            code.invokevirtual(VECTOR, "blend", MethodTypeDesc.of(VECTOR, ANY_VECTOR, MASK));
            code.checkcast(VECTOR);
          }
        }
        int value = chain.operands().size() + i;
        code.astore(values[value]);
        store(value);
      }
    }

    private CodeBuilder function(int link, ClassDesc type) {
      return code.loadConstant(
          DynamicConstantDesc.ofNamed(CLASS_DATA_AT, ConstantDescs.DEFAULT_NAME, type, link));
    }

    private void load(int value, boolean[] loaded) {
      if (value >= loaded.length || loaded[value] || chain.operands().get(value).step() == 0) {
        return;
      }
      loaded[value] = true;
      code.getstatic(LANES, "FLOATS", SPECIES);
      place(results + value);
      code.invokestatic(VECTOR, "fromArray", MethodTypeDesc.of(VECTOR, SPECIES, FLOATS, CD_int));
      code.astore(values[value]);
    }

    private void store(int value) {
      int result = chain.results().indexOf(value);
      if (result < 0) {
        return;
      }
      code.aload(values[value]);
      place(result);
      code.invokevirtual(VECTOR, "intoArray", MethodTypeDesc.of(CD_void, FLOATS, CD_int));
    }

    /// Array and position.
    private void place(int array) {
      code.aload(arrays[array]).iload(starts[array]).iload(counter).iadd();
    }
  }
}
