using System.Globalization;
using DrawAot.TestModels;

namespace DrawAot.Native.Tests;

/// <summary>Programs that link a classifier's library get the answers of every other build, to the last bit, and those that fit before a deadline.</summary>
public sealed class AnswerTests(Installed installed) : IDisposable
{
    private readonly IClassifierModel _model = Search.Test.Of(Search.Test.Weights);

    [NativeFact]
    public async Task A_cpp_program_gives_the_same_answer()
    {
        string program = await installed.CompileForClassifier(["cpp/classify.cpp"]);
        RequireChequerboard(await installed.Run(program));
    }

    [NativeFact]
    public async Task Python_gives_the_same_answer_with_ctypes()
    {
        await Tools.Require("python3", "-c", "import ctypes");
        RequireChequerboard(await installed.Run("python3", Repository.Consumer("python/demo.py"), installed.Classifier));
    }

    /// <summary>A deadline that all glimpses fit before, and one that none fits before.</summary>
    [NativeFact]
    public async Task A_camera_gets_the_answer_of_all_glimpses_or_none()
    {
        string program = await installed.CompileForClassifier(["realtime/camera.c"]);
        Assert.Equal(Answers(Search.Glimpses), (await Watch([], program, "1000000000")).Output);
        Assert.Equal(string.Concat(Enumerable.Repeat("-\n", CameraFrames.Count)), (await Watch([], program, "0")).Output);
    }

    /// <summary>
    /// A clock that goes on by 1 ms with each reading: the first tells when a frame came, the second when its glimpses begin, and
    /// each glimpse takes one. The third would end 4 ms after the frame came.
    /// </summary>
    [NativeFact]
    public async Task A_camera_gets_the_answer_of_the_last_glimpse_that_fits()
    {
        string program = await installed.CompileForClassifier(["realtime/camera.c"]);
        string clock = await installed.Compile(["realtime/ticking.c"], "-shared", "-fPIC");
        Assert.Equal(Answers(glimpses: 2), (await Watch([("LD_PRELOAD", clock)], program, "3999")).Output);

        // A black image is read 9 times and a frame 4 times, so the first glimpse of the second frame takes 11 ms: too long for
        // an answer, and at first for the next frame's.
        CommandResult delayed = await Watch([("LD_PRELOAD", clock), ("HICCUP", "16")], program, "3999");
        Assert.Equal(["2", "-", "-", "1", "2"], delayed.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[^1]));
    }

    public void Dispose() => _model.Dispose();

    /// <summary>The output of a program for the frames, each after some glimpses.</summary>
    private string Answers(int glimpses) => string.Concat(CameraFrames.Images().Select(image =>
    {
        using ClassifierSession session = _model.CreateSession();
        float[] probabilities = new float[Search.ClassCount];
        session.Begin(image);
        for (int glimpse = 0; glimpse < glimpses; glimpse++)
        {
            session.Step();
        }

        int best = session.CopyProbabilities(probabilities);

        // Nine digits, as C writes them.
        return string.Create(CultureInfo.InvariantCulture, $"{_model.Classes[best]} {probabilities[best]:G9} {glimpses}\n");
    }));

    /// <summary>Runs a program with the frames as its standard input.</summary>
    private async Task<CommandResult> Watch((string Name, string Value)[] variables, string program, string microseconds) =>
        (await installed.Run(CameraFrames.Bytes(), variables, program, microseconds)).Required();

    /// <summary>Requires the probabilities of a chequerboard, and its label on the standard error.</summary>
    private void RequireChequerboard(CommandResult result)
    {
        float[] image = [.. Enumerable.Range(0, Search.PixelCount).Select(k => (k % Search.Width + k / Search.Width) % 2 == 0 ? 1f : 0f)];
        float[] probabilities = new float[Search.ClassCount];
        using ClassifierSession session = _model.CreateSession();
        string label = _model.Classes[session.Classify(image, probabilities)];
        Assert.Equal(label + "\n", result.Required().Error);
        Assert.Equal(
            probabilities.Select(BitConverter.SingleToUInt32Bits),
            HexadecimalFloats.Parse(result.Output).Select(BitConverter.SingleToUInt32Bits));
    }
}
