"""Prints the expected values of LossesTest and ReductionTest: Keras 3.15.1, KERAS_BACKEND=numpy."""

import numpy as np
from keras import losses as L
from keras.src.losses.loss import reduce_weighted_values


def matrix(*values):
    return np.array(values, "float32").reshape(2, 3)


bits, p = matrix(0, 1, 1, 1, 0, 1), matrix(0.2, 0.7, 0.4, 0.9, 0.1, 0.6)
x, t = matrix(1, -2, 3, 0.5, 1.5, -1), matrix(0.5, -1, 2, 1, 2, -3)
signs, one_hot, labels = np.sign(t), matrix(0, 1, 0, 1, 0, 0), np.array([1, 0])
counts, rates = matrix(1, 2, 3, 4, 5, 6), matrix(2, 1, 3.5, 3, 5.5, 4)
vectors = np.array([[1, 0], [0.8, 0.6], [0, 1], [-0.6, 0.8]], "float32")
pairs, logits = np.array([0, 0, 1, 1]), (np.arange(24).reshape(2, 4, 3) % 5).astype("float32")


def show(function, *data, **settings):
    print(function, settings, np.asarray(getattr(L, function)(*data, **settings)).tolist())


for name in ("mean_squared_error", "mean_absolute_error", "cosine_similarity", "huber", "log_cosh"):
    show(name, t, x)
for name in ("mean_absolute_percentage_error", "mean_squared_logarithmic_error", "poisson"):
    show(name, counts, rates)
show("huber", t, x, delta=0.3)
show("hinge", bits, x)
show("hinge", signs, x)
show("squared_hinge", bits, x)
show("categorical_hinge", one_hot, x)
show("kl_divergence", p, p[:, ::-1])
show("binary_crossentropy", bits, p)
show("binary_crossentropy", bits, x, from_logits=True)
show("binary_crossentropy", bits, p, label_smoothing=0.2)
show("binary_focal_crossentropy", bits, p)
balanced = {"apply_class_balancing": True, "from_logits": True, "gamma": 1.5, "alpha": 0.3}
show("binary_focal_crossentropy", bits, x, **balanced)
show("categorical_crossentropy", one_hot, p)
show("categorical_crossentropy", one_hot, x, from_logits=True)
show("categorical_crossentropy", one_hot, p, label_smoothing=0.3)
show("categorical_crossentropy", one_hot, p, label_smoothing=0.3, axis=0)
show("categorical_focal_crossentropy", one_hot, p)
show("categorical_focal_crossentropy", one_hot, p, alpha=[0.1, 0.2, 0.7])
show("sparse_categorical_crossentropy", labels, p)
print("generalized", L.CategoricalGeneralizedCrossEntropy().call(labels, p).tolist())
show("dice", bits, p)
show("dice", bits, p, axis=1)
show("tversky", bits, p)
show("tversky", bits, p, alpha=0.3, beta=0.7, axis=-1)
show("circle", pairs, vectors, gamma=4)
show("circle", pairs, vectors, gamma=4, remove_diagonal=False)
show("ctc", np.array([[1, 1, 0], [2, 1, 2]]), logits)

column = np.array([[1], [0], [1], [0]], "float32")
show("binary_crossentropy", column, np.array([[0], [1], [1], [0]], "float32"))
sure = np.array([[0, 1], [0, 1]], "float32")
show("sparse_categorical_crossentropy", np.array([0, 1]), sure)
show("categorical_crossentropy", np.eye(2, dtype="float32"), sure)

values = np.array([[1, 4, 9], [16, 25, 36]], "float32")
rows, mask = np.array([[2], [1]], "float32"), np.array([[1, 1, 0], [1, 0, 0]], bool)
for reduction in ("none", "sum", "mean", "mean_with_sample_weight"):
    for weights, kept in ((rows, None), (None, mask), (counts, mask), (0 * values, None)):
        print(reduction, reduce_weighted_values(values, weights, kept, reduction).tolist())
