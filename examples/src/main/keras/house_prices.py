import keras
import numpy as np
from sklearn.model_selection import KFold


def network():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(1),
    ])
    model.compile("adam", "mse", metrics=["mae"])
    return model


rng = np.random.default_rng(1)
x = rng.uniform(-1, 1, (300, 6)).astype("float32")  # rooms, age, distance, …
price = 3 * x[:, 0] - x[:, 1] ** 2 + rng.normal(0, 0.1, 300)

errors = []
for train, held in KFold(5, shuffle=True, random_state=1).split(x):
    model = network()
    model.fit(x[train], price[train], epochs=40, batch_size=16, verbose=0)
    error = model.evaluate(x[held], price[held], batch_size=16, verbose=0, return_dict=True)["mae"]
    print(f"mean absolute error: {error:.3f}")
    errors.append(error)
print(f"on average: {np.mean(errors):.3f}")
