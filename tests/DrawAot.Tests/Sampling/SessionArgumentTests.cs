using DrawAot.Conformance;
using DrawAot.TestModels;

namespace DrawAot.Tests.Sampling;

/// <summary>Arguments that a session cannot use are refused in a sentence, and the memory to fill stays unchanged.</summary>
public sealed class SessionArgumentTests : IDisposable
{
    private const float Untouched = -1;
    private const int Pixels = Wide.PixelCount, Latents = Wide.Glimpses * Wide.Latent;

    private static readonly Refused[] All =
    [
        new("Sample, image", (session, room) => session.Sample(0, 0, room(284)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("Sample, no image", (session, _) => session.Sample(0, 0, []), "The image holds 0 values; 285 (3×5×19) were expected."),
        new("Sample, two images", (session, room) => session.Sample(0, 0, room(570)), "The image holds 570 values; 285 (3×5×19) were expected."),
        new("SampleBatch", (session, room) => session.SampleBatch(0, 0, room(571)), "The images hold 571 values; a multiple of 285 (3×5×19) was expected."),
        new("Decode, image", (session, room) => session.Decode(Black(Latents), room(286)), "The image holds 286 values; 285 (3×5×19) were expected."),
        new("Decode, latents", (session, room) => session.Decode(Black(Latents - 1), room(Pixels)), "The latents hold 35 values; 36 (1 × 6 glimpses × 6) were expected."),
        new("Decode, a latent", (session, room) => session.Decode(Spoilt(Latents, 7, float.NaN), room(Pixels)), "Value 7 of the latents is NaN; finite numbers were expected."),
        new("Decode, the last latent", (session, room) => session.Decode(Spoilt(Latents, 35, float.NegativeInfinity), room(Pixels)), "Value 35 of the latents is -Infinity; finite numbers were expected."),
        new("Decode, a large latent", (session, room) => session.Decode(Spoilt(Latents, 7, 2e38f), room(Pixels)), "Value 7 of the latents is 2E+38; magnitudes up to 1e30 were expected."),
        new("DecodeBatch, images", (session, room) => session.DecodeBatch(Black(2 * Latents), room(569)), "The images hold 569 values; a multiple of 285 (3×5×19) was expected."),
        new("DecodeBatch, latents", (session, room) => session.DecodeBatch(Black(Latents), room(2 * Pixels)), "The latents hold 36 values; 72 (2 × 6 glimpses × 6) were expected."),
        new("DecodeBatch, a latent", (session, room) => session.DecodeBatch(Spoilt(2 * Latents, 40, float.NaN), room(2 * Pixels)), "Value 40 of the latents is NaN; finite numbers were expected."),
        new("Reconstruct, image", (session, room) => session.Reconstruct(Black(284), room(Pixels)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("Reconstruct, room", (session, room) => session.Reconstruct(Black(Pixels), room(284)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("Reconstruct, NaN", (session, room) => session.Reconstruct(Spoilt(Pixels, 3, float.NaN), room(Pixels)), "Value 3 of the image is NaN; numbers in [0, 1] were expected."),
        new("Reconstruct, above 1", (session, room) => session.Reconstruct(Spoilt(Pixels, 284, 1.5f), room(Pixels)), "Value 284 of the image is 1.5; numbers in [0, 1] were expected."),
        new("Reconstruct, below 0", (session, room) => session.Reconstruct(Spoilt(Pixels, 0, -0.1f), room(Pixels)), "Value 0 of the image is -0.1; numbers in [0, 1] were expected."),
        new("Reconstruct sampled, image", (session, room) => session.Reconstruct(Black(286), 0, 0, room(Pixels)), "The image holds 286 values; 285 (3×5×19) were expected."),
        new("Reconstruct sampled, room", (session, room) => session.Reconstruct(Black(Pixels), 0, 0, room(1)), "The image holds 1 values; 285 (3×5×19) were expected."),
        new("Reconstruct sampled, a pixel", (session, room) => session.Reconstruct(Spoilt(Pixels, 3, 255), 0, 0, room(Pixels)), "Value 3 of the image is 255; numbers in [0, 1] were expected."),
        new("ReconstructBatch, images", (session, room) => session.ReconstructBatch(Black(300), room(Pixels)), "The images hold 300 values; a multiple of 285 (3×5×19) was expected."),
        new("ReconstructBatch, room", (session, room) => session.ReconstructBatch(Black(Pixels), room(300)), "The images hold 300 values; a multiple of 285 (3×5×19) was expected."),
        new("ReconstructBatch, too little room", (session, room) => session.ReconstructBatch(Black(2 * Pixels), room(Pixels)), "There are 1 reconstructions for 2 images; the same number was expected."),
        new("ReconstructBatch, a pixel", (session, room) => session.ReconstructBatch(Spoilt(2 * Pixels, 290, 2), room(2 * Pixels)), "Value 290 of the images is 2; numbers in [0, 1] were expected."),
        new("ReconstructBatch sampled, too much room", (session, room) => session.ReconstructBatch(Black(Pixels), 0, 0, room(2 * Pixels)), "There are 2 reconstructions for 1 images; the same number was expected."),
        new("ReconstructBatch sampled, a pixel", (session, room) => session.ReconstructBatch(Spoilt(2 * Pixels, 569, 2), 0, 0, room(2 * Pixels)), "Value 569 of the images is 2; numbers in [0, 1] were expected."),
        new("Encode, image", (session, room) => session.Encode(Black(284), room(Latents)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("Encode, room", (session, room) => session.Encode(Black(Pixels), room(6)), "The latents hold 6 values; 36 (1 × 6 glimpses × 6) were expected."),
        new("Encode, a pixel", (session, room) => session.Encode(Spoilt(Pixels, 9, float.PositiveInfinity), room(Latents)), "Value 9 of the image is Infinity; numbers in [0, 1] were expected."),
        new("Encode sampled, image", (session, room) => session.Encode(Black(0), 0, 0, room(Latents)), "The image holds 0 values; 285 (3×5×19) were expected."),
        new("Encode sampled, room", (session, room) => session.Encode(Black(Pixels), 0, 0, room(37)), "The latents hold 37 values; 36 (1 × 6 glimpses × 6) were expected."),
        new("Encode sampled, a pixel", (session, room) => session.Encode(Spoilt(Pixels, 9, -1), 0, 0, room(Latents)), "Value 9 of the image is -1; numbers in [0, 1] were expected."),
        new("EncodeBatch, images", (session, room) => session.EncodeBatch(Black(286), room(Latents)), "The images hold 286 values; a multiple of 285 (3×5×19) was expected."),
        new("EncodeBatch, room", (session, room) => session.EncodeBatch(Black(2 * Pixels), room(Latents)), "The latents hold 36 values; 72 (2 × 6 glimpses × 6) were expected."),
        new("EncodeBatch, a pixel", (session, room) => session.EncodeBatch(Spoilt(2 * Pixels, 285, 2), room(2 * Latents)), "Value 285 of the images is 2; numbers in [0, 1] were expected."),
        new("Score, image", (session, _) => session.Score(Black(284), 0, 0), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("Score, a pixel", (session, _) => session.Score(Spoilt(Pixels, 0, 2), 0, 0), "Value 0 of the image is 2; numbers in [0, 1] were expected."),
        new("ScoreBatch, images", (session, _) => session.ScoreBatch(Black(284), 0, 0, new Score[1]), "The images hold 284 values; a multiple of 285 (3×5×19) was expected."),
        new("ScoreBatch, scores", (session, _) => session.ScoreBatch(Black(Pixels), 0, 0, new Score[2]), "There are 2 scores for 1 images; the same number was expected."),
        new("ScoreBatch, a pixel", (session, _) => session.ScoreBatch(Spoilt(2 * Pixels, 285, float.NaN), 0, 0, new Score[2]), "Value 285 of the images is NaN; numbers in [0, 1] were expected."),
        new("ScoreImportanceWeighted, image", (session, _) => session.ScoreImportanceWeighted(Black(284), 1, 0, 0), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("ScoreImportanceWeighted, a pixel", (session, _) => session.ScoreImportanceWeighted(Spoilt(Pixels, 1, 2), 1, 0, 0), "Value 1 of the image is 2; numbers in [0, 1] were expected."),
        new("ScoreImportanceWeighted, 0", (session, _) => session.ScoreImportanceWeighted(Black(Pixels), 0, 0, 0), "0 samples were asked for; 1 to 32768 were expected. (Parameter 'samples')"),
        new("ScoreImportanceWeighted, -1", (session, _) => session.ScoreImportanceWeighted(Black(Pixels), -1, 0, 0), "-1 samples were asked for; 1 to 32768 were expected. (Parameter 'samples')"),
        new("ScoreImportanceWeighted, 32769", (session, _) => session.ScoreImportanceWeighted(Black(Pixels), 32769, 0, 0), "32769 samples were asked for; 1 to 32768 were expected. (Parameter 'samples')"),
        new("BeginReconstruction, image", (session, _) => session.BeginReconstruction(Black(284)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("BeginReconstruction, a pixel", (session, _) => session.BeginReconstruction(Spoilt(Pixels, 1, 2)), "Value 1 of the image is 2; numbers in [0, 1] were expected."),
        new("BeginReconstruction sampled, image", (session, _) => session.BeginReconstruction(Black(284), 0, 0), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("BeginReconstruction sampled, a pixel", (session, _) => session.BeginReconstruction(Spoilt(Pixels, 1, 2), 0, 0), "Value 1 of the image is 2; numbers in [0, 1] were expected."),
        new("Step, a latent too few", (session, _) => session.Step(Black(5)), "The latent holds 5 values; 6 were expected. (Parameter 'latent')"),
        new("Step, a latent too many", (session, _) => session.Step(Black(7)), "The latent holds 7 values; 6 were expected. (Parameter 'latent')"),
        new("Step, a latent", (session, _) => session.Step(Spoilt(6, 2, float.NaN)), "Value 2 of the latents is NaN; finite numbers were expected."),
        new("CopyPicture", (session, room) => session.CopyPicture(room(284)), "The image holds 284 values; 285 (3×5×19) were expected."),
        new("CopyCanvas", (session, room) => session.CopyCanvas(room(286)), "The image holds 286 values; 285 (3×5×19) were expected."),
    ];

    private readonly Wide _model;
    private readonly Wide.Session _session;

    public SessionArgumentTests(WeightsFolder folder)
    {
        _model = Wide.Load(folder.PathOf(Wide.Test));
        _session = _model.CreateSession();
    }

    public static TheoryData<string> Calls => [.. All.Select(call => call.Name)];

    public static TheoryData<string> Verbs => [.. Verb.Names];

    /// <summary>A refusal does not change the picture that was begun before.</summary>
    [Theory]
    [MemberData(nameof(Calls))]
    public void A_refusal_is_a_sentence_and_changes_nothing(string name)
    {
        Refused refused = All.Single(call => call.Name == name);
        float[] expected = new float[Pixels], actual = new float[Pixels];
        _session.Sample(1, 2, expected);
        _session.Begin(1, 2);
        _session.Step();
        var rooms = new List<float[]>();

        ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => refused.Call(_session, Room));

        string ending = $" (Parameter '{refusal.ParamName}')";
        Assert.Equal(refused.Sentence.EndsWith(ending, StringComparison.Ordinal) ? refused.Sentence : refused.Sentence + ending, refusal.Message);
        Assert.Contains(refusal.ParamName, ParametersOf(refused.Name));
        Assert.All(rooms.SelectMany(room => room), value => Assert.Equal(Untouched, value));
        while (_session.Step())
        {
            // Goes on with what was begun.
        }

        _session.CopyPicture(actual);
        Assert.Equal(expected, actual);

        float[] Room(int length)
        {
            rooms.Add([.. Enumerable.Repeat(Untouched, length)]);
            return rooms[^1];
        }
    }

    /// <summary>All parameters of the method that a call's name begins with.</summary>
    private static IEnumerable<string?> ParametersOf(string name) => typeof(DrawSession).GetMethods()
        .Where(method => method.Name == name.Split(',', ' ')[0])
        .SelectMany(method => method.GetParameters(), (_, parameter) => parameter.Name);

    [Fact]
    public void Scores_stay_as_they_were_when_a_later_image_is_refused()
    {
        Score[] scores = [new Score(Untouched, Untouched), new Score(Untouched, Untouched)];

        Assert.Throws<ArgumentException>(() => _session.ScoreBatch(Spoilt(2 * Pixels, 2 * Pixels - 1, 2), 0, 0, scores));

        Assert.All(scores, score => Assert.Equal(new Score(Untouched, Untouched), score));
    }

    [Fact]
    public void A_batch_of_no_pictures_is_accepted() => _session.SampleBatch(0, 0, []);

    [Fact]
    public void A_step_before_Begin_is_refused()
    {
        const string Sentence = "No picture was begun; Begin or BeginReconstruction was expected before Step.";

        Assert.Equal(Sentence, Assert.Throws<InvalidOperationException>(() => _session.Step()).Message);
        Assert.Equal(Sentence, Assert.Throws<InvalidOperationException>(() => _session.Step(new float[Wide.Latent])).Message);
    }

    [Fact]
    public void There_is_no_picture_before_one_is_begun()
    {
        const string Sentence = "No picture was begun; Begin, or a verb that draws, was expected before there is a picture.";
        float[] room = new float[Pixels];

        Assert.Equal(Sentence, Assert.Throws<InvalidOperationException>(() => _session.CopyPicture(room)).Message);
        Assert.Equal(Sentence, Assert.Throws<InvalidOperationException>(() => _session.CopyCanvas(room)).Message);

        _session.Sample(1, 2, room);
        float[] again = new float[Pixels];
        _session.CopyPicture(again);
        Assert.Equal(room, again);
    }

    [Fact]
    public void A_step_without_a_latent_needs_a_seed()
    {
        _session.Begin();

        InvalidOperationException refusal = Assert.Throws<InvalidOperationException>(() => _session.Step());

        Assert.Equal("This picture was begun without a seed; Step was expected with its next latent.", refusal.Message);
        Assert.Equal(0, _session.Glimpse);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void A_disposed_session_does_nothing_more(string verb)
    {
        var desk = new Desk(_model.Shape);
        double[] before = desk.Outcome;
        _session.Dispose();

        ObjectDisposedException refusal = Assert.Throws<ObjectDisposedException>(() => Verb.Named(verb).Run(_session, desk, 0));

        Assert.Equal(typeof(Wide.Session).FullName, refusal.ObjectName);
        Assert.Equal(before, desk.Outcome);
    }

    [Fact]
    public void A_disposed_session_takes_no_step_and_shows_nothing()
    {
        _session.Begin(1, 2);
        _session.Step();
        _session.Dispose();

        Assert.Throws<ObjectDisposedException>(() => _session.Step());
        Assert.Throws<ObjectDisposedException>(() => _session.Step(new float[Wide.Latent]));
        Assert.Throws<ObjectDisposedException>(() => _session.CopyPicture(new float[Pixels]));
        Assert.Throws<ObjectDisposedException>(() => _session.CopyCanvas(new float[Pixels]));
        Assert.Throws<ObjectDisposedException>(() => _session.ReconstructBatch([], []));
        Assert.Throws<ObjectDisposedException>(() => _session.EncodeBatch([], []));
        Assert.Throws<ObjectDisposedException>(() => _session.DecodeBatch([], []));
        Assert.Throws<ObjectDisposedException>(() => _session.ScoreBatch([], 0, 0, []));
    }

    public void Dispose()
    {
        _session.Dispose();
        _model.Dispose();
    }

    private static float[] Black(int length) => new float[length];

    private static float[] Spoilt(int length, int at, float value)
    {
        float[] values = Black(length);
        values[at] = value;
        return values;
    }

    /// <summary>A call that is refused, with the sentence that says why. It asks for the room that it is to fill.</summary>
    private sealed record Refused(string Name, Action<DrawSession, Func<int, float[]>> Call, string Sentence);
}
