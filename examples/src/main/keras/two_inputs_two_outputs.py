import keras
import numpy as np

words = keras.Input((12,), dtype="int32")
price = keras.Input((1,))
text = keras.layers.GlobalAveragePooling1D()(keras.layers.Embedding(1000, 8)(words))
both = keras.layers.Dense(16, activation="relu")(keras.layers.Concatenate()([text, price]))
keras.utils.set_random_seed(1)
model = keras.Model(
    {"words": words, "price": price},
    {
        "sold": keras.layers.Dense(1, activation="sigmoid")(both),
        "days": keras.layers.Dense(1)(both),
    },
)
model.compile(
    keras.optimizers.Adam(0.01),
    loss={"sold": "binary_crossentropy", "days": "mse"},
    loss_weights={"sold": 1, "days": 0.1},
    metrics={"sold": ["accuracy"]},
)

rng = np.random.default_rng(1)
prices = rng.uniform(0, 1, (512, 1))
offers = {"words": rng.integers(0, 1000, (512, 12)), "price": prices}
results = {"sold": (prices < 0.5).astype("float32"), "days": prices * 10}
model.fit(offers, results, epochs=10, verbose=0)
print(model.evaluate(offers, results, verbose=0, return_dict=True))
print("days of the first:", model.predict(offers, verbose=0)["days"][0])
