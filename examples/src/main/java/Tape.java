import module io.gradus;

/// Gradients: three examples of Chollet's *Deep Learning with Python*.
void main() {
  // Of a number.
  var x = new Variable(Tensor.of(0f));
  try (var tape = new GradientTape()) {
    Tensor y = x.mul(2).add(3);
    IO.println("d(2x + 3)/dx = " + tape.gradient(y, x));
  }

  // Of a matrix: the gradient has its shape.
  var matrix = new Variable(Tensor.randomUniform(Shape.of(2, 2), 0, 1, 1));
  try (var tape = new GradientTape()) {
    Tensor y = matrix.mul(2).add(3);
    IO.println("of a matrix:\n" + tape.gradient(y, matrix));
  }

  // Of several variables at once.
  var w = new Variable(Tensor.randomUniform(Shape.of(2, 2), 0, 1, 2));
  var b = new Variable(Tensor.zeros(2));
  Tensor input = Tensor.randomUniform(Shape.of(2, 2), 0, 1, 3);
  try (var tape = new GradientTape()) {
    Tensor y = input.matmul(w).add(b);
    List<Tensor> gradients = tape.gradient(y, List.of(w, b));
    IO.println("of the weights:\n" + gradients.get(0) + "\nof the bias:\n" + gradients.get(1));
  }

  // Of a gradient: the fall of an apple, 4.9 t². An inner tape gives its speed, an outer one its
  // acceleration.
  var time = new Variable(Tensor.of(2f));
  try (var outer = new GradientTape()) {
    Tensor speed;
    try (var inner = new GradientTape()) {
      speed = inner.gradient(time.square().mul(4.9), time);
    }
    IO.println("speed " + speed + ", acceleration " + outer.gradient(speed, time));
  }
}
