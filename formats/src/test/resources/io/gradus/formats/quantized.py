"""Writes quantized_int8.keras, quantized_int4.keras, quantized_int4_channels.keras and
quantized_ternary.keras with Keras (3.16, PyTorch), and quantized.npz with an input of each and what
Keras predicts for it once it has read the file. Run in this folder."""

import keras
import numpy as np
from keras import layers
from keras.quantizers import AbsMaxQuantizer, Int4QuantizationConfig


def int8():
    x = keras.Input((4, 7))
    h = layers.Dense(5, "relu", bias_initializer="uniform")(x)
    h = layers.EinsumDense(
        "abc,cde->abde", (None, 2, 3), "tanh", "de", bias_initializer="uniform"
    )(h)
    model = keras.Model(x, layers.Dense(3, use_bias=False)(h))
    model.quantize("int8")
    return model


def int4():
    x = keras.Input((6,), dtype="int32")
    table = layers.ReversibleEmbedding(11, 7, embeddings_initializer="normal")
    h = layers.Dense(7, "relu", bias_initializer="uniform")(table(x))
    model = keras.Model(x, table(h, reverse=True))
    model.quantize(config=Int4QuantizationConfig(block_size=3))
    return model


def int4_channels():
    x = keras.Input((6,), dtype="int32")
    h = layers.Embedding(11, 5, embeddings_initializer="normal")(x)
    h = layers.EinsumDense("abc,dc->abd", (None, 7))(h)
    table = layers.ReversibleEmbedding(11, 7, tie_weights=False, logit_soft_cap=0.5)
    table.build()
    model = keras.Model(x, table(layers.Dense(7)(h), reverse=True))
    model.quantize(
        config=Int4QuantizationConfig(
            block_size=-1, activation_quantizer=AbsMaxQuantizer()
        )
    )
    return model


def ternary():
    model = keras.Sequential(
        [
            keras.Input((7,)),
            layers.TernaryDense(6, activation="relu", bias_initializer="uniform"),
            layers.TernaryDense(4, threshold=0.2, use_bias=False),
            layers.Dense(3),
        ]
    )
    model.quantize("ternary")
    return model


def main():
    arrays = {}
    for make in (int8, int4, int4_channels, ternary):
        keras.backend.clear_session()
        keras.utils.set_random_seed(3)
        file = "quantized_%s.keras" % make.__name__
        make().save(file)
        model = keras.models.load_model(file)
        numbers = np.random.default_rng(5)
        shape = (3,) + model.inputs[0].shape[1:]
        if model.inputs[0].dtype == "int32":
            x = numbers.integers(0, 11, shape).astype("int32")
        else:
            x = numbers.normal(0, 1, shape).astype("float32")
        arrays[make.__name__ + "_x"] = x
        arrays[make.__name__ + "_y"] = model.predict(x, verbose=0)
    np.savez("quantized.npz", **arrays)


main()
