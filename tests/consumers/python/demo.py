"""Uses libdrawaot_NAME.so by ctypes and nothing else.

Of a DRAW model it draws the first picture of a seed, and of a classifier it classifies a chequerboard; pixels and
probabilities are written as demo.c does.
"""

import ctypes
import sys

LENGTH = -4


class Sizes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int32) for name in (
        "width", "height", "channels", "pixel_count", "glimpses", "latent", "latent_count",
        "encoder_hidden", "decoder_hidden", "read_attention", "write_attention")]


class ClassifierSizes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int32) for name in (
        "width", "height", "channels", "pixel_count", "glimpses", "hidden", "read_attention", "class_count")]


class Score(ctypes.Structure):
    _fields_ = [("reconstruction", ctypes.c_double), ("divergence", ctypes.c_double)]


class Refusal(Exception):
    def __init__(self, library, status):
        super().__init__(library.drawaot_last_error().decode())
        self.status = status


class Model:
    """A model with its built-in weights. Sessions keep no model alive, and need none."""

    def __init__(self, path):
        self.library = ctypes.CDLL(path)
        handle, size, number = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_uint64
        floats = ctypes.POINTER(ctypes.c_float)
        arguments = {
            "model_create": [ctypes.POINTER(handle)],
            "model_destroy": [handle],
            "session_create": [handle, ctypes.POINTER(handle)],
            "session_destroy": [handle],
        }
        self.library.drawaot_model_family.restype = ctypes.c_char_p
        self.is_classifier = self.library.drawaot_model_family() == b"classifier"
        if self.is_classifier:
            self.sizes = ClassifierSizes()
            arguments |= {
                "get_classifier_sizes": [ctypes.POINTER(ClassifierSizes)],
                "class_label": [ctypes.c_int32],
                "classify": [handle, floats, size, floats, size, ctypes.POINTER(ctypes.c_int32)],
            }
            self.library.drawaot_class_label.restype = ctypes.c_char_p
        else:
            self.sizes = Sizes()
            arguments |= {
                "get_sizes": [ctypes.POINTER(Sizes)],
                "sample": [handle, number, number, floats, size],
                "score": [handle, floats, size, number, number, ctypes.POINTER(Score)],
            }
        for name, types in arguments.items():
            getattr(self.library, "drawaot_" + name).argtypes = types
        self.library.drawaot_last_error.restype = ctypes.c_char_p
        self.call("get_classifier_sizes" if self.is_classifier else "get_sizes", self.sizes)
        self.handle = handle()
        self.call("model_create", self.handle)

    def call(self, name, *arguments):
        status = getattr(self.library, "drawaot_" + name)(*arguments)
        if status < 0:
            raise Refusal(self.library, status)
        return status

    def session(self):
        return Session(self)

    def __del__(self):
        if getattr(self, "handle", None):
            self.library.drawaot_model_destroy(self.handle)


class Session:
    def __init__(self, model):
        self.model = model
        self.handle = ctypes.c_void_p()
        model.call("session_create", model.handle, self.handle)

    def sample(self, seed, index):
        image = (ctypes.c_float * self.model.sizes.pixel_count)()
        self.model.call("sample", self.handle, seed, index, image, len(image))
        return image

    def score(self, image, seed, index):
        score = Score()
        self.model.call("score", self.handle, image, len(image), seed, index, score)
        return score.reconstruction + score.divergence

    def classify(self, image):
        probabilities, best = (ctypes.c_float * self.model.sizes.class_count)(), ctypes.c_int32()
        self.model.call("classify", self.handle, image, len(image), probabilities, len(probabilities), best)
        return self.model.library.drawaot_class_label(best).decode(), probabilities

    def __del__(self):
        if self.handle:
            self.model.library.drawaot_session_destroy(self.handle)


def refuses_three_pixels(call):
    try:
        call((ctypes.c_float * 3)())
        raise AssertionError("three pixels were not refused")
    except Refusal as refusal:
        assert refusal.status == LENGTH and "length 3" in str(refusal), refusal


def draw(session, seed):
    image = session.sample(seed, 0)
    for value in image:
        print(float(value).hex())

    assert session.score(image, 1, 0) > 0
    refuses_three_pixels(lambda pixels: session.score(pixels, 1, 0))


def classify(session):
    sizes = session.model.sizes
    image = (ctypes.c_float * sizes.pixel_count)(
        *(1 - (k % sizes.width + k // sizes.width) % 2 for k in range(sizes.pixel_count)))
    label, probabilities = session.classify(image)
    for value in probabilities:
        print(float(value).hex())

    print(label, file=sys.stderr)
    refuses_three_pixels(session.classify)


def main():
    model = Model(sys.argv[1])
    if model.is_classifier:
        classify(model.session())
    else:
        draw(model.session(), int(sys.argv[2]) if len(sys.argv) > 2 else 1)


main()
