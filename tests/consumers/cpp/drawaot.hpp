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

inline drawaot_classifier_sizes classifier_sizes()
{
    drawaot_classifier_sizes sizes;
    require(drawaot_get_classifier_sizes(&sizes));
    return sizes;
}

using picture = std::vector<float>; // [C, B, A]

// Weights, ready for use.
class model {
public:
    model() { drawaot_model *made; require(drawaot_model_create(&made)); handle_.reset(made); }
    explicit model(const std::string &path) { drawaot_model *made; require(drawaot_model_load(path.c_str(), &made)); handle_.reset(made); }

    // A draw_session or a classifier_session: that of the library's family.
    template <class Session>
    Session create_session() const
    {
        drawaot_session *made;
        require(drawaot_session_create(handle_.get(), &made));
        return Session(made);
    }

private:
    struct destroy { void operator()(drawaot_model *model) const noexcept { drawaot_model_destroy(model); } };
    std::unique_ptr<drawaot_model, destroy> handle_;
};

// One call at a time. Everything but making pictures and latents allocates nothing.
class session {
public:
    void warm_up() { require(drawaot_warm_up(handle_.get())); }
    bool step() { return require(drawaot_step(handle_.get())); }

    std::optional<drawaot_window> read_window()
    {
        drawaot_window window;
        return require(drawaot_read_window(handle_.get(), &window)) ? std::optional(window) : std::nullopt;
    }

protected:
    explicit session(drawaot_session *made) : handle_(made) {}
    drawaot_session *handle() const noexcept { return handle_.get(); }

private:
    struct destroy { void operator()(drawaot_session *session) const noexcept { drawaot_session_destroy(session); } };
    std::unique_ptr<drawaot_session, destroy> handle_;
};

class draw_session : public session {
public:
    void sample(std::uint64_t seed, std::uint64_t index, picture &image) { require(drawaot_sample(handle(), seed, index, image.data(), image.size())); }
    void reconstruct(const picture &image, picture &again) { require(drawaot_reconstruct(handle(), image.data(), image.size(), again.data(), again.size())); }
    void encode(const picture &image, std::vector<float> &latents) { require(drawaot_encode(handle(), image.data(), image.size(), latents.data(), latents.size())); }
    void decode(const std::vector<float> &latents, picture &image) { require(drawaot_decode(handle(), latents.data(), latents.size(), image.data(), image.size())); }

    double score(const picture &image, std::uint64_t seed, std::uint64_t index)
    {
        drawaot_image_score score;
        require(drawaot_score(handle(), image.data(), image.size(), seed, index, &score));
        return score.reconstruction + score.divergence;
    }

    void begin(std::uint64_t seed, std::uint64_t index) { require(drawaot_begin(handle(), seed, index)); }
    void copy_picture(picture &image) { require(drawaot_copy_picture(handle(), image.data(), image.size())); }

    std::optional<drawaot_window> write_window()
    {
        drawaot_window window;
        return require(drawaot_write_window(handle(), &window)) ? std::optional(window) : std::nullopt;
    }

private:
    friend class model;
    explicit draw_session(drawaot_session *made) : session(made) {}
};

// Each function that names a class returns the best one.
class classifier_session : public session {
public:
    int classify(const picture &image, std::vector<float> &probabilities)
    {
        std::int32_t best;
        require(drawaot_classify(handle(), image.data(), image.size(), probabilities.data(), probabilities.size(), &best));
        return best;
    }

    void begin(const picture &image) { require(drawaot_begin_image(handle(), image.data(), image.size())); }

    int copy_probabilities(std::vector<float> &probabilities)
    {
        std::int32_t best;
        require(drawaot_copy_probabilities(handle(), probabilities.data(), probabilities.size(), &best));
        return best;
    }

private:
    friend class model;
    explicit classifier_session(drawaot_session *made) : session(made) {}
};

} // namespace drawaot
