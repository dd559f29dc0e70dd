// DrawAot for C++17: models and sessions that own themselves, and refusals as exceptions, over drawaot.h and nothing else.
#pragma once

#include <drawaot.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace drawaot {

// A refusal: what() is the library's sentence.
class error : public std::runtime_error {
public:
    explicit error(drawaot_status status) : std::runtime_error(drawaot_last_error()), status_(status) {}

    drawaot_status status() const noexcept { return status_; }

private:
    drawaot_status status_;
};

// Throws where a call refused; says whether it did something.
inline bool require(drawaot_status status)
{
    if (status < 0) throw error(status);
    return status != DRAWAOT_NOTHING;
}

inline drawaot_sizes sizes()
{
    drawaot_sizes sizes;
    require(drawaot_get_sizes(&sizes));
    return sizes;
}

using picture = std::vector<float>; // [C, B, A]

class session;

// Weights, ready to draw.
class model {
public:
    model() { drawaot_model *made; require(drawaot_model_create(&made)); handle_.reset(made); }
    explicit model(const std::string &path) { drawaot_model *made; require(drawaot_model_load(path.c_str(), &made)); handle_.reset(made); }

    session create_session() const;

private:
    struct destroy { void operator()(drawaot_model *model) const noexcept { drawaot_model_destroy(model); } };
    std::unique_ptr<drawaot_model, destroy> handle_;
};

// Draws, one call at a time. Everything but making pictures and latents allocates nothing.
class session {
public:
    void warm_up() { require(drawaot_warm_up(handle_.get())); }

    void sample(std::uint64_t seed, std::uint64_t index, picture &image) { require(drawaot_sample(handle_.get(), seed, index, image.data(), image.size())); }
    void reconstruct(const picture &image, picture &again) { require(drawaot_reconstruct(handle_.get(), image.data(), image.size(), again.data(), again.size())); }
    void encode(const picture &image, std::vector<float> &latents) { require(drawaot_encode(handle_.get(), image.data(), image.size(), latents.data(), latents.size())); }
    void decode(const std::vector<float> &latents, picture &image) { require(drawaot_decode(handle_.get(), latents.data(), latents.size(), image.data(), image.size())); }

    double score(const picture &image, std::uint64_t seed, std::uint64_t index)
    {
        drawaot_image_score score;
        require(drawaot_score(handle_.get(), image.data(), image.size(), seed, index, &score));
        return score.reconstruction + score.divergence;
    }

    void begin(std::uint64_t seed, std::uint64_t index) { require(drawaot_begin(handle_.get(), seed, index)); }
    bool step() { return require(drawaot_step(handle_.get())); }
    void copy_picture(picture &image) { require(drawaot_copy_picture(handle_.get(), image.data(), image.size())); }

    std::optional<drawaot_window> write_window()
    {
        drawaot_window window;
        return require(drawaot_write_window(handle_.get(), &window)) ? std::optional(window) : std::nullopt;
    }

private:
    friend class model;
    explicit session(drawaot_session *made) : handle_(made) {}
    struct destroy { void operator()(drawaot_session *session) const noexcept { drawaot_session_destroy(session); } };
    std::unique_ptr<drawaot_session, destroy> handle_;
};

inline session model::create_session() const
{
    drawaot_session *made;
    require(drawaot_session_create(handle_.get(), &made));
    return session(made);
}

} // namespace drawaot
