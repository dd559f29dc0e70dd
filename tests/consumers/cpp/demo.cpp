// Draws the first picture of a seed, writes it as demo.c does, and does the rest of DRAW with it.
#include "drawaot.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace {

void expect(bool condition, const char *what)
{
    if (condition) return;
    std::fprintf(stderr, "not so: %s\n", what);
    std::exit(EXIT_FAILURE);
}

} // namespace

int main(int argc, char **argv)
try {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    const drawaot_sizes sizes = drawaot::sizes();

    // Sessions move, and outlive their model.
    auto session = drawaot::model().create_session<drawaot::draw_session>();
    drawaot::picture image(sizes.pixel_count), again(sizes.pixel_count), stepped(sizes.pixel_count);
    session.sample(seed, 0, image);
    for (float value : image) std::printf("%a\n", value);

    session.begin(seed, 0);
    expect(!session.write_window(), "no window before the first glimpse");
    int steps = 0;
    while (session.step()) steps++;
    session.copy_picture(stepped);
    expect(steps == sizes.glimpses && stepped == image, "glimpse by glimpse it is the same picture");
    expect(sizes.write_attention == 0 || session.write_window(), "the last glimpse wrote somewhere");

    std::vector<float> latents(sizes.latent_count);
    session.encode(image, latents);
    session.decode(latents, again);
    session.reconstruct(image, stepped);
    expect(again == stepped, "a reconstruction is what is decoded from what was encoded");
    expect(std::isfinite(session.score(image, 1, 0)), "an image has a score");

    auto moved = std::move(session);
    try {
        drawaot::picture wrong(1);
        moved.sample(seed, 0, wrong);
        expect(false, "a picture of one pixel is refused");
    } catch (const drawaot::error &refusal) {
        expect(refusal.status() == DRAWAOT_ERROR_LENGTH && std::strstr(refusal.what(), "length 1") != nullptr, "the refusal says why");
    }

    return EXIT_SUCCESS;
} catch (const drawaot::error &refusal) {
    std::fprintf(stderr, "%s\n", refusal.what());
    return EXIT_FAILURE;
}
