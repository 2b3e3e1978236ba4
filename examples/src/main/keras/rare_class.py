import keras
from sklearn.metrics import classification_report
from sklearn.model_selection import train_test_split

(x, y), _ = keras.datasets.mnist.load_data()
x = x[:6000].reshape(-1, 784).astype("float32") / 255
nines = (y[:6000] == 9).astype("int32")
x_train, x_test, y_train, y_test = train_test_split(
    x, nines, test_size=0.5, stratify=nines, random_state=1
)

for weights in [{0: 1.0, 1: 1.0}, {0: 1.0, 1: 9.0}]:
    keras.utils.set_random_seed(1)
    model = keras.Sequential([
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ])
    model.compile("adam", "binary_crossentropy")
    model.fit(x_train, y_train, epochs=3, class_weight=weights, verbose=0)
    predicted = model.predict(x_test, batch_size=128, verbose=0) > 0.5
    report = classification_report(y_test, predicted, target_names=["other", "nine"])
    print(f"weights {weights}\n{report}")
