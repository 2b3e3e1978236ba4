import module io.gradus;
import static io.gradus.nn.activation.Activation.*;
import static io.gradus.tensor.type.DType.*;
