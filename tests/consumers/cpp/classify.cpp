// Classifies one image, a chequerboard, and writes the probability of each class as demo.c writes pixels.
#include "drawaot.hpp"

#include <cstdio>
#include <cstdlib>

int main()
try {
    const drawaot_classifier_sizes sizes = drawaot::classifier_sizes();
    drawaot::picture image(sizes.pixel_count);
    for (int k = 0; k < sizes.pixel_count; k++) image[k] = (k % sizes.width + k / sizes.width) % 2 == 0 ? 1 : 0;

    auto session = drawaot::model().create_session<drawaot::classifier_session>();
    std::vector<float> probabilities(sizes.class_count), stepped(sizes.class_count);
    const int best = session.classify(image, probabilities);
    for (float value : probabilities) std::printf("%a\n", value);

    session.begin(image);
    while (session.step()) {
    }

    if (session.copy_probabilities(stepped) != best || stepped != probabilities || !session.read_window()) {
        std::fprintf(stderr, "glimpse by glimpse it is another answer\n");
        return EXIT_FAILURE;
    }

    std::fprintf(stderr, "%s\n", drawaot_class_label(best));
    return EXIT_SUCCESS;
} catch (const drawaot::error &refusal) {
    std::fprintf(stderr, "%s\n", refusal.what());
    return EXIT_FAILURE;
}
