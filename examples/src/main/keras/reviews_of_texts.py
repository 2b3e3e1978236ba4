import random

import keras
import numpy as np


def texts():
    random.seed(1)
    result = []
    for i in range(400):
        good = i % 2 == 1
        word = "good" if good == (random.randrange(2) == 0) else "bad"
        no = good != (word == "good")
        thing = random.choice(["film", "play", "song", "book"])
        result.append(f"the {thing} was {'not' if no else 'really'} {word}")
    return result


reviews = texts()
good = np.array([i % 2 for i in range(len(reviews))])

words = keras.layers.TextVectorization(max_tokens=100, output_sequence_length=6)
words.adapt(reviews)
keras.utils.set_random_seed(1)
model = keras.Sequential([
    keras.layers.Embedding(100, 8, mask_zero=True),
    keras.layers.GRU(8),
    keras.layers.Dense(1, activation="sigmoid"),
])
model.compile(keras.optimizers.Adam(0.01), "binary_crossentropy", metrics=["accuracy"])
model.fit(words(reviews), good, epochs=15, validation_split=0.2, verbose=0)

unseen = ["never was the play so good", "the song was not good"]
for text, score in zip(unseen, model.predict(words(unseen), verbose=0)):
    print(f"{text}: {score[0]:.2f}")
