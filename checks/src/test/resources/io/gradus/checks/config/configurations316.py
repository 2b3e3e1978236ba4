"""Configurations that Keras writes, as a line of JSON each, for RoundTripTest.

Of each public class: one with the defaults, and one for each other value of each option.

    KERAS_BACKEND=numpy python configurations316.py | gzip -9n > configurations316.jsonl.gz

Written by Keras 3.16.0 on NumPy 1.26 (on PyTorch most optimizers have a module of its own). A line has the kind of the object, the call that makes it
and the object as Keras serializes it; of models, the whole architecture.
"""
import inspect
import json
import sys
import types
from unittest import mock

import keras
import numpy as np
from keras import layers as L
from keras import constraints, initializers, losses, metrics, optimizers, regularizers
from keras.src.utils.module_utils import tensorflow

class Tokens:
    def __init__(self, keys, values, *_):
        self.tokens = keys if isinstance(keys, (list, np.ndarray)) else values


class WithTensorFlow:
    """In place of TensorFlow, which some classes need when they are called, but not for a
    configuration: types by name, and tables that know their length."""

    module = type(tensorflow)
    parts = {
        "Variable": lambda *_, **__: None,
        "as_dtype": lambda name: types.SimpleNamespace(
            name=name, is_integer=name.startswith("int"), max=2**63 - 1
        ),
        "executing_eagerly": lambda: False,
        "is_tensor": lambda value: False,
        "lookup": types.SimpleNamespace(
            KeyValueTensorInitializer=Tokens,
            StaticHashTable=lambda tokens, *_: types.SimpleNamespace(
                size=lambda: len(getattr(tokens, "tokens", ()))
            ),
            experimental=types.SimpleNamespace(
                MutableHashTable=lambda **_: types.SimpleNamespace(size=lambda: 0)
            ),
        ),
    }

    def __enter__(self):
        self.available, self.lazy = self.module.available, self.module.__getattr__
        self.module.available = property(lambda module: module.name == "tensorflow")
        self.module.__getattr__ = lambda module, name: (
            self.parts.get(name) or (type(name, (), {}) if name[0].isupper() else mock.MagicMock())
            if module.name == "tensorflow"
            else self.lazy(module, name)
        )

    def __exit__(self, *_):
        self.module.available, self.module.__getattr__ = self.available, self.lazy


WITH_TENSORFLOW = ("HashedCrossing", "Hashing", "IntegerLookup", "StringLookup", "TextVectorization")
S = optimizers.schedules
INITIALIZERS = [
    initializers.HeNormal(seed=3),
    initializers.RandomUniform(-0.5, 0.25, seed=7),
    "lecun_uniform",
    initializers.Constant(0.5),
]
REGULARIZERS = [regularizers.L1L2(0.25, 0.5), "l2"]
CONSTRAINTS = [constraints.MaxNorm(1.5, axis=[0, 1]), "non_neg"]
ACTIVATIONS = [
    "relu",
    "linear",
    "hard_sigmoid",
    "log_softmax",
]
OPTIONS = {
    "activation": ACTIVATIONS + ["leaky_relu", "gelu"],
    "activity_regularizer": REGULARIZERS,
    "adam_beta_1": [0.75],
    "adam_beta_2": [0.75],
    "adam_lr_ratio": [0.5],
    "adam_weight_decay": [0.25],
    "all_ops": [False],
    "alpha": [0.125, 1],
    "alpha_constraint": CONSTRAINTS,
    "alpha_initializer": INITIALIZERS,
    "alpha_regularizer": REGULARIZERS,
    "amsgrad": [True],
    "antialias": [True],
    "apply_class_balancing": [True],
    "attention_axes": [1, (1, 2), (2,)],
    "average": ["micro", "macro", "weighted"],
    "axes": [1, (1, 2), -1],
    "axis": [1, -2, 2],
    "beta": [0.25, 2],
    "beta_1": [0.75],
    "beta_2": [0.75],
    "beta_2_decay": [-0.5],
    "beta_constraint": CONSTRAINTS,
    "beta_initializer": INITIALIZERS,
    "beta_regularizer": REGULARIZERS,
    "bias_constraint": CONSTRAINTS,
    "bias_initializer": INITIALIZERS,
    "bias_regularizer": REGULARIZERS,
    "bins": [64],
    "brightness_factor": [0.25, (-0.5, 0.25)],
    "center": [False],
    "centered": [True],
    "chain_depth": [2],
    "class_aggregation": [None, "sum", "variance_weighted_average"],
    "class_id": [0, 2],
    "clip_limit": [2.0, 3],
    "clip_threshold": [0.5],
    "clipnorm": [1.5, 1],
    "clipvalue": [0.5, 1],
    "contrast_factor": [0.25, (0.5, 0.75)],
    "crop_to_aspect_ratio": [True],
    "cropping": [],
    "curve": ["PR"],
    "cycle": [True],
    "data_format": ["channels_first", "channels_last"],
    "delta": [0.5, 2],
    "depth_multiplier": [2],
    "depthwise_constraint": CONSTRAINTS,
    "depthwise_initializer": INITIALIZERS,
    "depthwise_regularizer": REGULARIZERS,
    "dilation_rate": [2],
    "distribution": ["uniform", "untruncated_normal"],
    "dropout": [0.25, 0],
    "dynamic_growth_steps": [10],
    "ema_momentum": [0.5],
    "ema_overwrite_frequency": [10],
    "embeddings_constraint": CONSTRAINTS,
    "embeddings_initializer": INITIALIZERS,
    "embeddings_regularizer": REGULARIZERS,
    "encoding": ["latin-1"],
    "end_learning_rate": [0.5],
    "epsilon": [0.5],
    "epsilon_1": [0.5],
    "epsilon_2": [0.5],
    "exclude_embeddings": [False],
    "exclude_layers": [["dense"], ["a", "b"]],
    "expand_dims": [True],
    "factor": [0.25, (0.125, 0.5)],
    "fft_length": [512],
    "fill_mode": ["constant", "nearest", "wrap"],
    "fill_value": [0.5, 3],
    "flash_attention": [True, False],
    "frame_length": [128],
    "frame_step": [64],
    "from_logits": [True],
    "from_sorted_ids": [True],
    "gain": [0.5, 2],
    "gamma": [0.5, 3],
    "gamma_constraint": CONSTRAINTS,
    "gamma_initializer": INITIALIZERS,
    "gamma_regularizer": REGULARIZERS,
    "global_clipnorm": [0.5],
    "go_backwards": [True],
    "gradient_accumulation_steps": [4],
    "groups": [2, 1],
    "height_factor": [0.25],
    "hue_factor": [0.25, (0.5, 0.75)],
    "idf_weights": [],
    "ignore_class": [0, -1],
    "initial_accumulator_value": [0.5],
    "initial_scale": [1024.0],
    "input_axes": [(0,), 1],
    "interpolation": ["nearest"],
    "invert": [True],
    "k": [3],
    "keepdims": [True],
    "kernel_constraint": CONSTRAINTS,
    "kernel_initializer": INITIALIZERS + [initializers.Orthogonal(gain=2.0)],
    "kernel_regularizer": REGULARIZERS + [regularizers.OrthogonalRegularizer()],
    "kernel_size": [],
    "l1": [0.25, 1],
    "l2": [0.25, 1],
    "l1_regularization_strength": [0.25],
    "l2_regularization_strength": [0.25],
    "l2_shrinkage_regularization_strength": [0.25],
    "label_smoothing": [0.25],
    "label_weights": [[0.25, 0.5]],
    "learning_rate": [
        0.5,
        1,
        S.ExponentialDecay(0.1, 100, 0.9),
        S.PiecewiseConstantDecay([10, 20], [1.0, 0.5, 0.25]),
        S.CosineDecay(0.0, 100, warmup_target=0.1, warmup_steps=10),
    ],
    "learning_rate_power": [-0.25],
    "logit_soft_cap": [30.0],
    "lora_alpha": [],
    "lora_rank": [2],
    "loss_scale_factor": [2.0, 1024],
    "m_mul": [0.5],
    "mag_exp": [1.0],
    "margin": [0.25],
    "mask": [],
    "mask_token": [0, 5],
    "mask_value": [1.5, -1],
    "mask_zero": [True],
    "max_freq": [4000.0],
    "max_tokens": [20],
    "max_value": [3.5, 6],
    "maxval": [0.5],
    "mean": [0.5],
    "merge_mode": ["sum", "mul", "ave", None],
    "min_freq": [10.0],
    "min_power": [0.5],
    "min_value": [0.25],
    "minval": [-0.5],
    "mode": [],
    "momentum": [0.5],
    "moving_mean_initializer": INITIALIZERS,
    "moving_variance_initializer": INITIALIZERS,
    "multi_label": [True],
    "muon_a": [1.5],
    "muon_b": [1.5],
    "muon_c": [1.5],
    "negative_slope": [0.25],
    "nesterov": [True, False],
    "ngrams": [2, (1, 3)],
    "noise_shape": [(None, 1), (2, 1)],
    "normalize": [True],
    "ns_steps": [3],
    "num_chains": [2],
    "num_labels": [],
    "num_mel_bins": [40],
    "num_oov_indices": [0, 3],
    "num_ops": [3],
    "num_regressors": [2],
    "num_thresholds": [50],
    "num_tokens": [7],
    "offset": [0.5, -1],
    "oov_method": ["farmhash"],
    "oov_token": [-2],
    "optional": [True],
    "output_axes": [(-1,), 1],
    "output_mode": [],
    "output_padding": [],
    "output_sequence_length": [9],
    "output_shape": [5, (2, 3)],
    "pad_to_aspect_ratio": [True],
    "pad_to_max_tokens": [],
    "padding": [],
    "periodic": [True],
    "pointwise_constraint": CONSTRAINTS,
    "pointwise_initializer": INITIALIZERS,
    "pointwise_regularizer": REGULARIZERS,
    "pool_size": [],
    "power": [0.5],
    "power_iterations": [2],
    "power_to_db": [False],
    "q": [0.25],
    "ragged": [True],
    "rate": [0.5],
    "recurrent_activation": ACTIVATIONS,
    "recurrent_constraint": CONSTRAINTS,
    "recurrent_dropout": [0.25],
    "recurrent_initializer": INITIALIZERS,
    "recurrent_regularizer": REGULARIZERS,
    "reduction": ["sum", None, "none", "mean", "mean_with_sample_weight"],
    "ref_power": [0.5],
    "relative_step": [False],
    "remove_diagonal": [False],
    "renorm": [True],
    "renorm_clipping": [],
    "renorm_momentum": [],
    "reset_after": [False],
    "return_sequences": [True],
    "return_state": [True],
    "reverse_dtype": ["bfloat16"],
    "rho": [0.5],
    "rms_rate": [0.5],
    "salt": [7, [3, 4]],
    "sampling_rate": [8000],
    "saturation_factor": [0.25, (0.5, 0.75)],
    "scale": [False],
    "scaling": ["spectrum"],
    "score_mode": ["concat"],
    "seed": [0, 42],
    "sequence_length": [1024],
    "sequence_stride": [256],
    "shared_axes": [[1], [1, 2]],
    "side": ["imag"],
    "sigma": [0.5],
    "size": [3],
    "sliding_window": [4],
    "sparse": [True],
    "sparse_y_pred": [True, False],
    "sparse_y_true": [False],
    "split": ["character", None],
    "staircase": [True],
    "standardize": ["lower", "strip_punctuation", None],
    "stateful": [True],
    "stddev": [0.5],
    "strides": [2],
    "summation_method": ["minoring", "majoring"],
    "synchronized": [True],
    "t_mul": [1.5],
    "target_class_ids": [(0,)],
    "threshold": [0.25],
    "thresholds": [0.25, [0.25, 0.75]],
    "tie_weights": [False],
    "tile_grid_size": [(4, 2)],
    "top_db": [40.0],
    "top_k": [2],
    "unit_forget_bias": [False],
    "unroll": [True],
    "use_bias": [False],
    "use_cudnn": [],
    "use_ema": [True],
    "use_gate": [True],
    "use_scale": [True, False],
    "value": [0.5, 2, np.array([[1.0, 2.0], [3.0, 4.5]], "float32")],
    "value_dim": [3],
    "value_range": [(0, 1), (-1.0, 1.0)],
    "variance": [],
    "vocabulary": [],
    "vocabulary_dtype": ["int32"],
    "warmup_steps": [10],
    "warmup_target": [],
    "weight_decay": [0.25],
    "width_factor": [0.25, (-0.5, 0.25)],
    "window": ["hamming", None],
    "x_factor": [0.25, (0.125, 0.5)],
    "y_factor": [0.25, (0.125, 0.5)],
    "zero_output_for_mask": [True],
    # Not part of a configuration: "quantization_config" of models that were quantized later,
    # arrays and tensors.
    "backward_layer": [],
    "batch_shape": [],
    "batch_size": [],
    "bias_axes": [],
    "bin_boundaries": [],
    "block_size": [],
    "gptq_unpacked_column_size": [],
    "input_tensor": [],
    "num_bins": [],
    "quantization_config": [],
    "shape": [],
    "weights": [],
    "arguments": [],
}
PAIR, TRIPLE = [(1, 2), (2, 2)], [(1, 2, 3), 3]
SAME = ["same"]


def windows(rank, kind):
    sizes = {1: [(2,), 3], 2: PAIR, 3: TRIPLE}[rank]
    given = {"strides": sizes, "padding": SAME}
    if kind == "pool":
        return given
    given["kernel_size"] = [s for s in sizes if s != (1, 2)]
    given["dilation_rate"] = [2, (2,) * rank]
    if kind == "transpose":
        given["output_padding"] = [1] if rank < 3 else [1]
    return given


LOOKUP = {
    "mask_token": [0],
    "output_mode": ["one_hot", "multi_hot", "count"],
    "vocabulary": [[10, 20, 30]],
}
IMAGE_FACTORS = {"value_range": [(0, 1), (-1.0, 1.0)]}
PADS = {
    1: [2, (1, 2)],
    2: [2, (1, 2), ((1, 2), (3, 0))],
    3: [2, (1, 2, 3), ((1, 2), (3, 0), (0, 1))],
}
# Class: required settings, other values of options, shapes of inputs for a model.
X1, X2, X3 = (8, 4), (8, 8, 4), (6, 6, 6, 4)
IMAGE = (8, 8, 3)
LAYERS = {
    "Activation": ({"activation": "relu"}, {"activation": ACTIVATIONS + [
        "elu", "selu", "softplus", "softsign", "sparse_plus", "silu", "gelu", "tanh", "sigmoid",
        "exponential", "leaky_relu", "relu6", "celu", "glu", "log_sigmoid", "soft_shrink",
        "hard_shrink", "hard_tanh", "squareplus", "tanh_shrink", "hard_silu", "mish",
        "softmax", "sparsemax", "sparse_sigmoid"]}, [(4,)]),
    "ActivityRegularization": ({}, {}, [(4,)]),
    **{f"Adaptive{m}Pooling{n}D": ({"output_size": 2}, {"output_size": [(2,) * n]}, [x])
       for m in ("Average", "Max") for n, x in ((1, X1), (2, X2), (3, X3))},
    **{n: ({}, {}, [(4,), (4,)]) for n in
       ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")},
    "AdditiveAttention": ({}, {}, [X1, X1]),
    "AlphaDropout": ({"rate": 0.25}, {"rate": [0.5, 0]}, [(4,)]),
    "Attention": ({}, {}, [X1, X1]),
    "AugMix": ({}, {**IMAGE_FACTORS, "alpha": [0.5], "factor": [0.25, (0.125, 0.5)]}, [IMAGE]),
    "AutoContrast": ({}, IMAGE_FACTORS, [IMAGE]),
    **{f"{m}Pooling{n}D": ({"pool_size": 2}, {**windows(n, "pool"), "pool_size": [(2,) * n, 3]}, [x])
       for m in ("Average", "Max") for n, x in ((1, X1), (2, X2), (3, X3))},
    "BatchNormalization": ({}, {"renorm_clipping": [], "renorm": [True]}, [X1]),
    "Bidirectional": ("layer", {}, [X1]),
    "CategoryEncoding": ({"num_tokens": 5}, {"output_mode": ["one_hot", "count"]}, [((4,), "int32")]),
    "CenterCrop": ({"height": 2, "width": 3}, {}, [IMAGE]),
    "Concatenate": ({}, {}, [X1, X1]),
    "ContrastLimitedAdaptiveHistogramEqualization": ({}, {}, [IMAGE]),
    **{f"Conv{n}D": ({"filters": 4, "kernel_size": 3}, windows(n, "conv"), [x])
       for n, x in ((1, X1), (2, X2), (3, X3))},
    **{f"Conv{n}DTranspose": ({"filters": 4, "kernel_size": 3}, windows(n, "transpose"), [x])
       for n, x in ((1, X1), (2, X2), (3, X3))},
    **{f"ConvLSTM{n}D": ({"filters": 2, "kernel_size": 3}, windows(n, "conv"), [(3, *x)])
       for n, x in ((1, X1), (2, X2), (3, X3))},
    **{f"Cropping{n}D": ({}, {"cropping": PADS[n]}, [x]) for n, x in ((1, X1), (2, X2), (3, X3))},
    "CutMix": ({}, {}, None),
    "Dense": ({"units": 3}, {"lora_alpha": []}, [(4,)]),
    "DepthwiseConv1D": ({"kernel_size": 3}, windows(1, "conv"), [X1]),
    "DepthwiseConv2D": ({"kernel_size": 3}, windows(2, "conv"), [X2]),
    "Discretization": ({"bin_boundaries": [0.0, 1.0, 2.5]},
                       {"output_mode": ["one_hot", "multi_hot", "count"], "epsilon": [0.5]}, [(4,)]),
    "Dot": ({"axes": 1}, {}, [(4,), (4,)]),
    "Dropout": ({"rate": 0.25}, {"rate": [0.5, 0]}, [(4,)]),
    "ELU": ({}, {}, [(4,)]),
    "EinsumDense": ({"equation": "abc,cd->abd", "output_shape": (None, 3)},
                    {"bias_axes": ["d", "bd"], "output_shape": [[None, 3]]}, [X1]),
    "Embedding": ({"input_dim": 10, "output_dim": 4}, {}, [((6,), "int32")]),
    "Equalization": ({}, {}, [IMAGE]),
    "Flatten": ({}, {}, [X1]),
    "GRU": ({"units": 3}, {}, [X1]),
    "GRUCell": ({"units": 3}, {}, None),
    "GaussianDropout": ({"rate": 0.25}, {"rate": [0.5, 0]}, [(4,)]),
    "GaussianNoise": ({"stddev": 0.25}, {}, [(4,)]),
    **{f"Global{m}Pooling{n}D": ({}, {}, [x])
       for m in ("Average", "Max") for n, x in ((1, X1), (2, X2), (3, X3))},
    "GroupNormalization": ({}, {"groups": [2, -1, 1]}, [X1], {"groups": 2}),
    "GroupedQueryAttention": ({"head_dim": 2, "num_query_heads": 4, "num_key_value_heads": 2},
                            {"flash_attention": [False]}, [X1, X1]),
    "HashedCrossing": ({"num_bins": 5}, {"output_mode": ["one_hot"]}, None),
    "Hashing": ({"num_bins": 5},
                {"output_mode": ["one_hot", "multi_hot", "count"], "mask_value": [0, "x"]}, None),
    "Identity": ({}, {}, [(4,)]),
    "InputLayer": ({"shape": (4,)}, {"shape": [(), (None, 3)], "batch_shape": []}, None),
    "IntegerLookup": ({"vocabulary": [10, 20, 30]}, LOOKUP, None),
    "LSTM": ({"units": 3}, {}, [X1]),
    "LSTMCell": ({"units": 3}, {}, None),
    "LayerNormalization": ({}, {"axis": [1, (1, 2), [-1]]}, [X1]),
    "LeakyReLU": ({}, {}, [(4,)]),
    "Masking": ({}, {}, [X1]),
    "MaxNumBoundingBoxes": ({"max_number": 5}, {}, None),
    "MelSpectrogram": ({}, {"window": ["hamming"]}, [(4096,)]),
    "MixUp": ({}, {}, None),
    "MultiHeadAttention": ({"num_heads": 2, "key_dim": 2},
                           {"output_shape": [5], "flash_attention": [False]}, [X1, X1]),
    "Normalization": ({}, {"axis": [None, 1, (1, 2)]}, None),
    "PReLU": ({}, {}, [X1]),
    "Permute": ({"dims": (2, 1)}, {}, [X1]),
    "Pipeline": ("pipeline", {}, None),
    "RMSNormalization": ({}, {"axis": [1, (1, 2)]}, [X1]),
    "RNN": ("cell", {}, [X1]),
    "RandAugment": ({}, {}, [IMAGE]),
    **{n: ({"factor": 0.25}, {**IMAGE_FACTORS, "factor": [(0.125, 0.5), 0, 1]}, [IMAGE]) for n in
       ("RandomBrightness", "RandomColorDegeneration", "RandomContrast", "RandomHue",
        "RandomSaturation", "RandomSharpness", "RandomGrayscale", "RandomInvert")},
    "RandomColorJitter": ({}, {}, [IMAGE]),
    "RandomCrop": ({"height": 3, "width": 4}, {}, [IMAGE]),
    "RandomElasticTransform": ({}, {"scale": [0.5], "fill_mode": ["constant", "wrap"]}, [IMAGE]),
    "RandomErasing": ({}, {"scale": [(0.1, 0.2)], "fill_value": [0.5]}, [IMAGE]),
    "RandomFlip": ({}, {"mode": ["horizontal", "vertical"]}, [IMAGE]),
    "RandomGaussianBlur": ({}, {"kernel_size": [5, (3, 5)], "sigma": [0.5, (0.25, 0.5)]}, [IMAGE]),
    "RandomPerspective": ({}, {"scale": [0.5]}, [IMAGE]),
    "RandomPosterization": ({"factor": 4}, {"factor": [8]}, [IMAGE]),
    "RandomRotation": ({"factor": 0.25}, {"factor": [(-0.125, 0.5), 1]}, [IMAGE]),
    "RandomShear": ({}, {}, [IMAGE]),
    "RandomTranslation": ({"height_factor": 0.25, "width_factor": 0.5},
                          {"height_factor": [(-0.5, 0.25), 1]}, [IMAGE]),
    "RandomZoom": ({"height_factor": 0.25}, {"height_factor": [(-0.5, 0.25)]}, [IMAGE]),
    "ReLU": ({}, {"threshold": [0.5], "max_value": [6, 6.0]}, [(4,)]),
    "RepeatVector": ({"n": 3}, {}, [(4,)]),
    "Rescaling": ({"scale": 0.5}, {"scale": [2, [0.5, 1.0, 2.0]], "offset": [[0.5, 1.0, 2.0], 1]},
                  [IMAGE]),
    "Reshape": ({"target_shape": (2, 2)}, {"target_shape": [(-1,), (2, -1), (4,)]}, [(4,)]),
    "Resizing": ({"height": 4, "width": 5},
                 {"interpolation": ["nearest", "bicubic", "lanczos3", "lanczos5"],
                  "fill_mode": []}, [IMAGE]),
    "ReversibleEmbedding": ({"input_dim": 10, "output_dim": 4}, {}, [((6,), "int32")]),
    "STFTSpectrogram": ({}, {"mode": ["magnitude", "psd", "real", "imag", "angle", "stft"],
                             "padding": SAME}, [(1024, 2)]),
    "SeparableConv1D": ({"filters": 4, "kernel_size": 3}, windows(1, "conv"), [X1]),
    "SeparableConv2D": ({"filters": 4, "kernel_size": 3}, windows(2, "conv"), [X2]),
    "SimpleRNN": ({"units": 3}, {}, [X1]),
    "SimpleRNNCell": ({"units": 3}, {}, None),
    "Softmax": ({}, {"axis": [1, (1, 2), [-1]]}, [X1]),
    "Solarization": ({}, {"addition_factor": [0.25, (0.125, 0.5)],
                          "threshold_factor": [0.25, (0.125, 0.5)]}, [IMAGE]),
    **{f"SpatialDropout{n}D": ({"rate": 0.25}, {}, [x]) for n, x in ((1, X1), (2, X2), (3, X3))},
    "SpectralNormalization": ("dense", {}, [(4,)]),
    "StackedRNNCells": ("cells", {}, None),
    "StringLookup": ({"vocabulary": ["a", "b"]},
                     {**LOOKUP, "mask_token": ["", "m"], "oov_token": ["?"],
                      "vocabulary": [["x", "y", "z"]], "oov_method": ["farmhash"]}, None),
    "TernaryDense": ({"units": 3}, {"threshold": [0.5]}, [(4,)]),
    "TextVectorization": ({}, {"output_mode": ["multi_hot", "count"], "vocabulary": [["a", "b"]]},
                          None),
    "TimeDistributed": ("dense", {}, [X1]),
    "UnitNormalization": ({}, {"axis": [1, (1, 2), [-1]]}, [X1]),
    **{f"UpSampling{n}D": ({}, {"size": [3] + ([(2, 3)] if n == 2 else [(1, 2, 3)] if n == 3 else []),
                                "interpolation": ["bilinear", "bicubic"]}, [x])
       for n, x in ((1, X1), (2, X2), (3, X3))},
    **{f"ZeroPadding{n}D": ({}, {"padding": PADS[n]}, [x])
       for n, x in ((1, X1), (2, X2), (3, X3))},
}
# Several options together, which are of no use alone or exclude each other.
TOGETHER = {
    "BatchNormalization": [
        {"renorm": True, "renorm_clipping": {"rmin": 0.5, "rmax": 2.0, "dmax": 3.0}},
        {"renorm": True, "renorm_momentum": 0.5},
    ],
    "Dense": [{"lora_rank": 2, "lora_alpha": 4}],
    "EinsumDense": [{"lora_rank": 2, "lora_alpha": 4.0}],
    "Embedding": [{"lora_rank": 2, "lora_alpha": 4}],
    "IntegerLookup": [
        {"output_mode": "tf_idf", "idf_weights": [0.25, 0.5, 0.75]},
        {"output_mode": "multi_hot", "max_tokens": 20, "pad_to_max_tokens": True},
        {"max_tokens": 20, "vocabulary": None},
        {"oov_method": "farmhash", "salt": 7},
        {"oov_method": "farmhash", "salt": [3, 4]},
    ],
    "StringLookup": [
        {"output_mode": "tf_idf", "idf_weights": [0.25, 0.5]},
        {"output_mode": "multi_hot", "max_tokens": 20, "pad_to_max_tokens": True},
        {"max_tokens": 20, "vocabulary": None},
        {"oov_method": "farmhash", "salt": 7},
        {"oov_method": "farmhash", "salt": [3, 4]},
    ],
    "TextVectorization": [
        {"output_mode": "tf_idf", "vocabulary": ["a", "b"], "idf_weights": [0.25, 0.5]},
        {"output_mode": "multi_hot", "max_tokens": 20, "pad_to_max_tokens": True},
    ],
    "Discretization": [{"bin_boundaries": None, "num_bins": 4}],
    "Normalization": [
        {"mean": 0.5, "variance": 2.0},
        {"mean": [0.5, 1.0], "variance": [2.0, 3.0]},
        {"mean": np.array([0.5, 1.0], "float32"), "variance": np.array([2.0, 3.0], "float32")},
    ],
    "InputLayer": [
        {"shape": None, "batch_shape": (2, 4)},
        {"shape": (4,), "batch_size": 3},
        {"shape": (4,), "dtype": "int32"},
        {"shape": (4,), "sparse": True},
    ],
    "Resizing": [
        {"pad_to_aspect_ratio": True, "fill_value": 0.5},
    ],
    "AUC": [{"multi_label": True, "num_labels": 3}],
    "CosineDecay": [{"warmup_target": 0.5, "warmup_steps": 5}],
}
VARIED = {
    "Bidirectional": [
        lambda: {"layer": L.GRU(3, return_sequences=True, name="inner")},
        lambda: {"layer": L.LSTM(3, name="a"),
                 "backward_layer": L.LSTM(3, go_backwards=True, activation="relu", name="b")},
    ],
    "TimeDistributed": [lambda: {"layer": L.Conv2D(2, 3, name="c")}],
    "SpectralNormalization": [lambda: {"layer": L.Conv2D(2, 3, name="c")}],
    "RNN": [
        lambda: {"cell": [L.GRUCell(3), L.LSTMCell(2)]},
        lambda: {"cell": L.SimpleRNNCell(2, dropout=0.25, seed=3)},
    ],
}
OPTIMIZERS = {
    "LossScaleOptimizer": {"inner_optimizer": lambda: optimizers.Adam(0.01)},
    "MultiOptimizer": None,
    "Muon": {},
}
METRICS = {
    "IoU": {"num_classes": 3, "target_class_ids": [0, 2]},
    "MeanIoU": {"num_classes": 3},
    "OneHotIoU": {"num_classes": 3, "target_class_ids": [0, 2]},
    "OneHotMeanIoU": {"num_classes": 3},
    "PrecisionAtRecall": {"recall": 0.5},
    "RecallAtPrecision": {"precision": 0.5},
    "SensitivityAtSpecificity": {"specificity": 0.5},
    "SpecificityAtSensitivity": {"sensitivity": 0.5},
}
METRIC_OPTIONS = {"axis": [1], "average": ["micro", "macro", "weighted"], "threshold": [0.25]}
SCHEDULES = {
    "CosineDecay": {"initial_learning_rate": 0.5, "decay_steps": 100},
    "CosineDecayRestarts": {"initial_learning_rate": 0.5, "first_decay_steps": 100},
    "ExponentialDecay": {"initial_learning_rate": 0.5, "decay_steps": 100, "decay_rate": 0.9},
    "InverseTimeDecay": {"initial_learning_rate": 0.5, "decay_steps": 100, "decay_rate": 0.9},
    "PiecewiseConstantDecay": {"boundaries": [10, 20], "values": [1.0, 0.5, 0.25]},
    "PolynomialDecay": {"initial_learning_rate": 0.5, "decay_steps": 100},
}
POLICIES = ["float16", "bfloat16", "float64", "mixed_float16", "mixed_bfloat16"]
ABSTRACT = {"InputSpec", "Layer", "Wrapper", "FlaxLayer", "JaxLayer", "TFSMLayer", "Optimizer",
            "TorchModuleWrapper", "Lambda", "Loss", "Metric", "MeanMetricWrapper", "Regularizer",
            "Constraint", "Initializer", "LearningRateSchedule", "OptimizerMap"}

failures = []


def plain(value):
    """A setting as the test's names of cases show it."""
    if isinstance(value, (int, float, str, type(None), bool)):
        return repr(value)
    if isinstance(value, (list, tuple)):
        return type(value)(value).__repr__() if all(
            isinstance(v, (int, float, str, type(None), tuple)) for v in value) else "[...]"
    return type(value).__name__


def line(kind, call, make):
    keras.utils.clear_session(free_memory=False)
    try:
        if call.split("(")[0] in WITH_TENSORFLOW:
            with WithTensorFlow():
                made = make()
                config = made.get_config()
            made.get_config = lambda: config
        else:
            made = make()
        written = made if isinstance(made, dict) else keras.saving.serialize_keras_object(made)
    except Exception as e:
        failures.append(f"{call}: {type(e).__name__}: {str(e)[:150]}")
        return
    print(json.dumps({"kind": kind, "call": call, "object": written}, separators=(",", ":")))


def text(name, settings):
    return f"{name}({', '.join(f'{k}={plain(v)}' for k, v in settings.items())})"


def options(cls, given, own):
    """Settings, each with one other value."""
    yield {}
    for name, parameter in inspect.signature(cls.__init__).parameters.items():
        if name in ("self", "name", "dtype") or parameter.kind in (
                parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
            continue
        if name not in OPTIONS and name not in own:
            if parameter.default is not inspect.Parameter.empty:
                failures.append(f"{cls.__name__}: no other value of {name}")
            continue
        for value in own.get(name, OPTIONS.get(name, [])):
            if name in given or value is not parameter.default and not (
                    type(value) is type(parameter.default) and not isinstance(value, np.ndarray)
                    and value == parameter.default):
                yield {name: value}
    yield from TOGETHER.get(cls.__name__, [])


def public(module, base):
    found = {}
    for name in sorted(dir(module)):
        cls = getattr(module, name)
        if inspect.isclass(cls) and issubclass(cls, base) and cls.__name__ not in ABSTRACT:
            found[cls.__name__] = cls
    return found


REQUIRED = {
    "layer": lambda: {"layer": L.LSTM(3, name="inner")},
    "dense": lambda: {"layer": L.Dense(3, name="inner")},
    "cell": lambda: {"cell": L.GRUCell(3, name="inner")},
    "cells": lambda: {"cells": [L.GRUCell(3, name="a"), L.LSTMCell(2, name="b")]},
    "pipeline": lambda: {"layers": [L.RandomFlip(name="a"), L.Rescaling(0.5, name="b")]},
}


def layers():
    for name, cls in public(L, L.Layer).items():
        if name not in LAYERS:
            failures.append(f"{name}: not in the list")
            continue
        given, own, shapes, *built = LAYERS[name]
        required = REQUIRED[given] if isinstance(given, str) else lambda given=given: dict(given)
        names = list(required())
        every = list(options(cls, names, own))
        accepts = list(inspect.signature(cls.__init__).parameters)
        kwargs = "kwargs" in accepts
        every.append({"name": "other"})
        if kwargs or "dtype" in accepts:
            every += [{"dtype": policy} for policy in POLICIES]
        if kwargs and name not in ("InputLayer",):
            every.append({"trainable": False})
            every.append({"dtype": keras.dtype_policies.DTypePolicyMap(
                "mixed_bfloat16", {f"other/inner": keras.DTypePolicy("float32")})})
            if "activity_regularizer" not in accepts:
                every += [{"activity_regularizer": r} for r in REGULARIZERS]
        for settings in every:
            line("layer", text(name, settings), lambda: cls(**{**required(), **settings}))
        for make in VARIED.get(name, []):
            line("layer", f"{name}(other)", lambda: cls(**make()))
        if shapes:
            extra = built[0] if built else {}
            line("model", f"{name} in a model", lambda: model(cls, {**required(), **extra}, shapes))
            if len(shapes) == 1:
                line("model", f"{name} in a Sequential",
                     lambda: sequential(cls, {**required(), **extra}, shapes[0]))


def inputs(shapes):
    made = []
    for shape in shapes:
        given, dtype = shape if isinstance(shape[-1], str) else (shape, "float32")
        made.append(keras.Input(given, dtype=dtype))
    return made


def model(cls, settings, shapes):
    given = inputs(shapes)
    layer = cls(**settings)
    apart = cls.__name__ in ("MultiHeadAttention", "GroupedQueryAttention")
    y = layer(*given) if apart else layer(given if len(given) > 1 else given[0])
    return json.loads(keras.Model(given if len(given) > 1 else given[0], y).to_json())


def sequential(cls, settings, shape):
    return json.loads(keras.Sequential([inputs([shape])[0], cls(**settings)]).to_json())


def simple(kind, module, base, required=(), own=None):
    for name, cls in public(module, base).items():
        given = dict(required).get(name, {})
        if given is None:
            continue
        every = list(options(cls, given, own or {})) if "__init__" in vars(cls) or any(
            "__init__" in vars(c) for c in cls.__mro__[:-1]) else [{}]
        accepts = inspect.signature(cls.__init__).parameters
        if "name" in accepts:
            every.append({"name": "other"})
        if "dtype" in accepts:
            every += [{"dtype": t} for t in ("float64", "bfloat16", "float16")]

        def make(settings):
            return cls(**{k: v() if callable(v) else v for k, v in given.items()} | settings)

        for settings in every:
            if name == "MeanMetricWrapper":
                continue
            line(kind, text(name, settings), lambda: make(settings))


def graphs():
    def json_of(model):
        return json.loads(model.to_json())

    def inner(name="inner"):
        x = keras.Input((4,), name="inner_x")
        return keras.Model(x, L.Dense(4, name="inner_d")(x), name=name)

    def nested():
        x = keras.Input((4,), name="x")
        return keras.Model(x, inner()(x))

    def nested_twice():
        x, m = keras.Input((4,), name="x"), inner()
        a = m(x)
        return keras.Model(x, [m(a), a])

    def nested_sequential():
        x = keras.Input((4,), name="x")
        s = keras.Sequential([keras.Input((4,)), L.Dense(4, name="d")], name="inner")
        return keras.Model(x, [s(x), L.Dense(2, name="e")(s(x))])

    def in_sequential():
        return keras.Sequential([keras.Input((4,), name="x"), inner(), L.Dense(2, name="e")])

    def shared():
        x, d = keras.Input((4,), name="x"), L.Dense(4, name="d")
        return keras.Model(x, d(d(x)))

    def named():
        a, b = keras.Input((4,), name="a"), keras.Input((4,), name="b")
        return keras.Model({"a": a, "b": b}, {"s": L.Add()([a, b]), "t": L.Dense(2, name="d")(a)})

    def operations():
        x = keras.Input((4,), name="x")
        h = keras.ops.maximum(x * 0.5 + 1.0, 0.25)
        return keras.Model(x, keras.ops.concatenate([h, x[:, :2], keras.ops.mean(x, -1, keepdims=True)], -1))

    def masked():
        x = keras.Input((6,), dtype="int32", name="x")
        h = L.Embedding(10, 4, mask_zero=True, name="e")(x)
        return keras.Model(x, L.LSTM(3, name="l")(L.Dropout(0.5, name="o")(h)))

    def arguments():
        x, s = keras.Input((8, 4), name="x"), keras.Input((3,), name="s")
        h = L.GRU(3, name="g")(x, initial_state=s)
        h = L.Dropout(0.5, name="o")(h, training=True)
        y = L.MultiHeadAttention(2, 2, name="m")(x, x, use_causal_mask=True)
        return keras.Model([x, s], [h, y])

    def states():
        x = keras.Input(batch_shape=(2, 8, 4), name="x")
        y, h, c = L.LSTM(3, return_state=True, stateful=True, name="l")(x)
        return keras.Model(x, [y, h, c])

    def normalized():
        x = keras.Input((8, 4), name="x")
        h = L.BatchNormalization(name="b")(x, training=False)
        return keras.Model(x, L.TimeDistributed(L.Dense(2, name="d"), name="t")(h), trainable=False)

    for make in (nested, nested_twice, nested_sequential, in_sequential, shared, named, operations,
                 masked, arguments, states, normalized):
        line("model", f"model: {make.__name__}", lambda: json_of(make()))


def models():
    def compiled(optimizer, loss, metrics=None, weighted=None, two=False, **rest):
        x = keras.Input((4,), name="x")
        h = L.Dense(3, name="a")(x)
        out = [L.Dense(2, name="b")(h), L.Dense(1, name="c")(h)] if two else L.Dense(1, name="b")(h)
        m = keras.Model(x, out)
        m.compile(optimizer, loss, metrics=metrics, weighted_metrics=weighted, **rest)
        return keras.saving.serialize_keras_object(m)

    M = metrics_
    two = {"two": True}
    cases = {
        "strings": lambda: compiled("adam", "mse", ["mae"]),
        "accuracy": lambda: compiled("sgd", "binary_crossentropy", ["accuracy", "acc"]),
        "objects": lambda: compiled(
            optimizers.SGD(0.1, momentum=0.9), losses.Huber(0.5), [M.AUC(name="auc"), M.Recall()]),
        "weighted": lambda: compiled("rmsprop", "mse", ["mae"], ["mse", M.MeanSquaredError()]),
        "no metrics": lambda: compiled("adam", losses.MeanSquaredError()),
        "steps": lambda: compiled("adam", "mse", run_eagerly=True, steps_per_execution=2),
        "jit": lambda: compiled("adam", "mse", jit_compile=True),
        "two, one loss": lambda: compiled("adam", "mse", **two),
        "two, list": lambda: compiled("adam", ["mse", losses.Huber()], [["mae"], ["mse"]], **two),
        "two, map": lambda: compiled(
            "adam", {"b": "mse", "c": losses.MeanAbsoluteError()}, {"b": ["mae"], "c": "mse"},
            loss_weights={"b": 0.5, "c": 2}, **two),
        "two, weights": lambda: compiled("adam", ["mse", "mae"], loss_weights=[0.5, 1.0], **two),
        "functions": lambda: compiled("adam", losses.mean_squared_error, [M.mean_absolute_error]),
        "none": lambda: compiled("adam", None, **two),
        "scaled": lambda: compiled(
            optimizers.LossScaleOptimizer(optimizers.Adam(S.CosineDecay(0.1, 100))), "mse"),
    }
    for name, make in cases.items():
        line("compiled", f"compiled: {name}", make)


metrics_ = metrics
layers()
simple("optimizer", optimizers, optimizers.Optimizer, OPTIMIZERS)
simple("loss", losses, losses.Loss, (), {"alpha": [0.75], "axis": [1], "beta": [0.75]})
simple("metric", metrics, metrics.Metric, METRICS, METRIC_OPTIONS)
simple("regularizer", regularizers, regularizers.Regularizer, (), {"mode": ["columns"]})
simple("constraint", constraints, constraints.Constraint, (), {"axis": [1, [0, 1], -1]})
simple("initializer", initializers, initializers.Initializer, (),
       {"mode": ["fan_out", "fan_avg"], "scale": [0.5, 2], "seed": [0, 42, None]})
simple("schedule", S, S.LearningRateSchedule, SCHEDULES)
graphs()
models()
print("\n".join(failures), file=sys.stderr)
