using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using BigGustave;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Models.Tests;

/// <summary>The C# programs under tests/consumers that people copy: each builds from the packages, outside of the repository, and does its work.</summary>
[Trait("Category", "Slow")]
[Collection(PackageFeed.Collection)]
public sealed class ConsumerTests(PackageFeed feed)
{
    /// <summary>A deadline that all glimpses fit before, and one that none fits before.</summary>
    [Fact]
    public async Task A_project_with_the_package_classifies_a_cameras_frames_before_a_deadline()
    {
        string home = feed.Copy("camera", [Repository.PathOf("tests/DrawAot.TestModels/Manifests/search.draw.json")]);
        using (FileStream weights = File.Create(Path.Combine(home, Search.WeightsFile)))
        {
            SeededWeights.Write(weights, Search.Test.Shape, Search.Test.Weights);
        }

        CleanBuild.Require(await feed.DotNetIn(home, "build", "-c", "Release", "-o", "built"));
        using IClassifierModel model = Search.Test.Of(Search.Test.Weights);
        using ClassifierSession session = model.CreateSession();
        float[] probabilities = new float[Search.ClassCount];
        string[] answers = [.. CameraFrames.Images().Select(image => (Best: session.Classify(image, probabilities), Probability: probabilities.Max()))
            .Select(answer => string.Create(CultureInfo.InvariantCulture, $"{model.Classes[answer.Best]} {answer.Probability:R} {Search.Glimpses}"))];
        Assert.Equal(answers, await Watch(home, microseconds: 1_000_000_000));
        Assert.Equal(Enumerable.Repeat("-", CameraFrames.Count), await Watch(home, microseconds: 0));
    }

    /// <summary>A budget for one glimpse a frame, and one for all glimpses of a picture: which picture is the last follows from it.</summary>
    [Theory]
    [InlineData(2 * Mnist.Glimpses, 0, 2)]
    [InlineData(10, 1_000_000_000, 10)]
    public async Task A_game_draws_within_a_budget_a_frame_and_allocates_nothing(int frames, long microseconds, ulong pictures)
    {
        string home = feed.PathOf("game");
        if (!Directory.Exists(home))
        {
            CleanBuild.Require(await feed.DotNetIn(feed.CopyWithShippedModel("game"), "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-p:IlcInstructionSet=native", "-o", "out"));
        }

        string program = Path.Combine(home, "out", OperatingSystem.IsWindows() ? "Game.exe" : "Game");
        CommandResult played = (await CommandResult.Of(new(program, [$"{frames}", $"{microseconds}"]))).Required();

        string[] answer = played.Output.ReplaceLineEndings("\n").Split('\n', 2);
        Assert.Matches($"^{frames} frames, .*, {pictures} pictures, 0 bytes allocated$", answer[0]);
        ShippedPicture.Require(answer[1], seed: 1, index: pictures - 1);
    }

    [Fact]
    public async Task A_test_project_passes_and_fails_when_the_model_is_another()
    {
        string home = feed.Copy("unittests", []);
        CommandResult tested = await feed.DotNetIn(home, "test");
        Assert.True(tested.ExitCode == 0, tested.Output + tested.Error);
        Assert.Contains("Passed:     4", tested.Output, StringComparison.Ordinal);

        // The same weights at int8: other pictures, and another bound.
        string manifest = Path.Combine(home, "shapes.draw.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("float32", "int8", StringComparison.Ordinal));
        tested = await feed.DotNetIn(home, "test");
        Assert.NotEqual(0, tested.ExitCode);
        Assert.Contains("Failed:     2, Passed:     2", tested.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// The second publication finds the first in the project's own folder, with a copy of the manifest that is no longer the
    /// project's. The first is managed, because that is fast; its handlers are compiled as for a native program.
    /// </summary>
    [Fact]
    public async Task A_web_project_publishes_twice_into_its_own_folder_and_its_native_program_answers_with_pictures()
    {
        string home = feed.CopyWithShippedModel("web");
        string[] publish = ["publish", "-c", "Release", "-o", "out"];
        CleanBuild.Require(await feed.DotNetIn(home, [.. publish, "-p:PublishAot=false", "-p:EnableRequestDelegateGenerator=true"]));
        await RequireAnswers(new("dotnet", ["exec", Path.Combine(home, "out", "Web.dll")]));

        string copy = Path.Combine(home, "out", "mnist.draw.json");
        Assert.True(File.Exists(copy), "The SDK no longer copies a web project's JSON files, so this test tests nothing.");
        File.WriteAllText(copy, "old");
        File.Copy(Path.Combine(home, "mnist.draw.json"), Path.Combine(Directory.CreateDirectory(Path.Combine(home, "runs", "1")).FullName, "mnist.draw.json"));
        CleanBuild.Require(await feed.DotNetIn(home, [.. publish, "-p:IlcInstructionSet=native"]));
        await RequireAnswers(new(Path.Combine(home, "out", OperatingSystem.IsWindows() ? "Web.exe" : "Web")));
    }

    /// <summary>Starts the web program on a free port, asks it for all that it knows, and asks it to end.</summary>
    private static async Task RequireAnswers(ProcessStartInfo start)
    {
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.RedirectStandardOutput = true;
        using Process server = Process.Start(start)!;
        using CancellationTokenSource timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(TimeSpan.FromMinutes(2));
        try
        {
            const string Listening = "Now listening on: ";
            string? line;
            do
            {
                line = await server.StandardOutput.ReadLineAsync(timeout.Token);
                Assert.True(line is not null, "The program ended before it listened.");
            }
            while (!line.Contains(Listening, StringComparison.Ordinal));

            using HttpClient client = new() { BaseAddress = new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]) };
            Assert.Equal(Mnist.Glimpses.ToString(CultureInfo.InvariantCulture), await client.GetStringAsync("/glimpses", timeout.Token));
            Assert.Equal(Mnist.PixelCount.ToString(CultureInfo.InvariantCulture), await client.GetStringAsync("/pixels", timeout.Token));
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await client.GetAsync(new Uri("/digits/one.png", UriKind.Relative), timeout.Token)).StatusCode);

            // Requests at the same time have a session each.
            await Task.WhenAll(Enumerable.Range(1, 8).Select(seed => RequirePicture(client, (ulong)seed, timeout.Token)));
        }
        finally
        {
            if (!server.HasExited && !OperatingSystem.IsWindows())
            {
                using Process asked = Process.Start("kill", ["-TERM", $"{server.Id}"]);
                await asked.WaitForExitAsync(CancellationToken.None);
                await Task.WhenAny(server.WaitForExitAsync(CancellationToken.None), Task.Delay(TimeSpan.FromSeconds(30), CancellationToken.None));
            }

            if (!server.HasExited)
            {
                server.Kill();
            }
        }

        Assert.Equal(0, server.ExitCode);
    }

    private static async Task RequirePicture(HttpClient client, ulong seed, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = (await client.GetAsync(new Uri($"/digits/{seed}.png", UriKind.Relative), cancellation)).EnsureSuccessStatusCode();
        Assert.Equal("image/png", answer.Content.Headers.ContentType?.MediaType);
        Png picture = Png.Open(await answer.Content.ReadAsByteArrayAsync(cancellation));
        Assert.Equal((Mnist.Width, Mnist.Height), (picture.Width, picture.Height));
        Assert.Equal(
            ShippedPicture.Of(seed, index: 0).Select(value => (byte)MathF.Round(value * 255)),
            Enumerable.Range(0, Mnist.PixelCount).Select(k => picture.GetPixel(k % Mnist.Width, k / Mnist.Width).R));
    }

    /// <summary>The lines that the camera's program prints of the frames on its standard input.</summary>
    private static async Task<string[]> Watch(string home, long microseconds)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(home, "built", "Camera.dll"), $"{microseconds}"]);
        CommandResult result = (await CommandResult.Of(start, CameraFrames.Bytes())).Required();
        return result.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
