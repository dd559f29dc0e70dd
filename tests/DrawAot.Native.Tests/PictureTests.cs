using DrawAot.Models;
using DrawAot.Reference;
using DrawAot.TestModels;

namespace DrawAot.Native.Tests;

/// <summary>Programs that link the library draw the pictures of every other build, to the last bit.</summary>
public sealed class PictureTests(Installed installed)
{
    private const int Seed = 3;

    [NativeFact]
    public async Task A_c_program_draws_what_the_program_draws_from_the_tier_that_fits_the_machine()
    {
        string program = await installed.Compile(["c/demo.c"]);
        CommandResult drawn = await installed.Run(program, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal($"mnist 0.1.0 for {Installed.Tier}\n", drawn.Error);

        using TemporaryFolder folder = new();
        CommandResult sampled = await DotNet.Run(
            folder.Path, "exec", Path.Combine(AppContext.BaseDirectory, "DrawAot.Cli.dll"), "sample", "--count", "1", "--seed", $"{Seed}", "--out", "one.npy");
        Assert.True(sampled.ExitCode == 0, sampled.Error);
        RequireSame(Npy(folder["one.npy"]), HexadecimalFloats.Parse(drawn.Output));
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));
    }

    [NativeFact]
    public async Task The_static_library_draws_the_same_picture_and_needs_nothing_beside_libc()
    {
        using TemporaryFolder folder = new();
        string program = folder.Combine("demo");
        CommandResult linked = await installed.Run(
            "cc", "-o", program, Repository.Consumer("c/demo.c"), "-I", Path.Combine(installed.Prefix, "include"),
            Path.Combine(installed.Prefix, "lib/libdrawaot_mnist.a"), "-lm", "-lpthread", "-ldl");
        Assert.True(linked.ExitCode == 0, linked.Error);
        CommandResult drawn = await installed.Run(program, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));

        CommandResult needed = await installed.Run("ldd", program);
        Assert.DoesNotContain("drawaot", needed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stdc++", needed.Output, StringComparison.Ordinal);
    }

    [NativeFact]
    public async Task Weights_from_a_file_draw_the_same_picture()
    {
        string program = await installed.Compile(["c/demo.c"]);
        CommandResult drawn = await installed.Run(program, $"{Seed}", Repository.PathOf("src/DrawAot.Models/mnist/mnist.safetensors"));
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));

        CommandResult refused = await installed.Run(program, $"{Seed}", Repository.PathOf("README.md"));
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("a model: ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("README.md", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>The framework would end the process; and built-in weights need no OpenSSL.</summary>
    [NativeFact]
    public async Task Without_openssl_weights_from_a_file_are_refused_and_built_in_ones_draw()
    {
        string program = await installed.Compile(["c/demo.c"]);
        string without = await installed.Compile(["c/without_openssl.c"], "-shared", "-fPIC");
        CommandResult refused = await installed.Run(
            [("LD_PRELOAD", without)], program, $"{Seed}", Repository.PathOf("src/DrawAot.Models/mnist/mnist.safetensors"));
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("a model: OpenSSL, which checks the SHA-256 of a weights file, is not on this machine;", refused.Error, StringComparison.Ordinal);

        CommandResult drawn = await installed.Run([("LD_PRELOAD", without)], program, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));
    }

    /// <summary>The loader takes the next tier where an instruction set is masked, and where they fuse multiply-adds the bits are the same.</summary>
    [Theory]
    [InlineData("-AVX512F", "x86-64-v4", "x86-64-v3", 0)]
    [InlineData("-AVX2", "x86-64-v3", "x86-64-v2", 1e-4)]
    [InlineData("-AVX512F,-AVX2", "x86-64-v4", "x86-64-v2", 1e-4)]
    public async Task With_an_instruction_set_masked_the_next_tier_draws(string masked, string needed, string taken, double tolerance)
    {
        Assert.SkipUnless(Installed.Obstacle is null, Installed.Obstacle ?? "");
        Assert.SkipUnless(Installed.Tier == needed, $"This machine's tier is {Installed.Tier}, not {needed}.");
        string program = await installed.Compile(["c/demo.c"]);
        CommandResult drawn = await installed.Run([("GLIBC_TUNABLES", $"glibc.cpu.hwcaps={masked}")], program, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        Assert.Equal($"mnist 0.1.0 for {taken}\n", drawn.Error);
        float[] expected = Managed(), actual = HexadecimalFloats.Parse(drawn.Output);
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
    }

    [NativeFact]
    public async Task A_cpp_program_draws_the_same_picture()
    {
        string program = await installed.Compile(["cpp/demo.cpp"]);
        CommandResult drawn = await installed.Run(program, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));
    }

    [NativeFact]
    public async Task A_cmake_project_finds_the_library_and_draws_the_same_picture()
    {
        await Tools.Require("cmake", "--version");
        using TemporaryFolder folder = new();
        CommandResult configured = await installed.Run(
            "cmake", "-S", Repository.Consumer("cpp"), "-B", folder.Path, $"-DCMAKE_PREFIX_PATH={installed.Prefix}");
        Assert.True(configured.ExitCode == 0, configured.Output + configured.Error);
        CommandResult built = await installed.Run("cmake", "--build", folder.Path);
        Assert.True(built.ExitCode == 0, built.Output + built.Error);
        CommandResult drawn = await installed.Run(folder.Combine("demo"), $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));
    }

    [NativeFact]
    public async Task Python_draws_the_same_picture_with_ctypes()
    {
        await Tools.Require("python3", "-c", "import ctypes");
        CommandResult drawn = await installed.Run("python3", Repository.Consumer("python/demo.py"), installed.LibraryOf(Installed.Tier), $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);
        RequireSame(Managed(), HexadecimalFloats.Parse(drawn.Output));
    }

    [NativeFact]
    public async Task A_library_of_another_manifest_draws_with_the_weights_it_was_pointed_at()
    {
        await Tools.Require("python3", "-c", "import ctypes");
        CommandResult drawn = await installed.Run("python3", Repository.Consumer("python/demo.py"), installed.Other, $"{Seed}");
        Assert.True(drawn.ExitCode == 0, drawn.Error);

        using TemporaryFolder folder = new();
        string path = folder.Combine("seven.safetensors");
        using (FileStream weights = File.Create(path))
        {
            SeededWeights.Write(weights, Seven.Test.Shape, SeededWeights.Of(Seven.Test.Shape));
        }

        using Seven model = Seven.Load(path);
        using Seven.Session session = model.CreateSession();
        float[] image = new float[Seven.PixelCount];
        session.Sample(Seed, 0, image);
        RequireSame(image, HexadecimalFloats.Parse(drawn.Output));
    }

    private static void RequireSame(float[] expected, float[] actual) => Assert.Equal(
        expected.Select(BitConverter.SingleToUInt32Bits), actual.Select(BitConverter.SingleToUInt32Bits));

    private static float[] Managed()
    {
        using Mnist model = Mnist.LoadEmbedded();
        using Mnist.Session session = model.CreateSession();
        float[] image = new float[Mnist.PixelCount];
        session.Sample(Seed, 0, image);
        return image;
    }

    /// <summary>The array of a .npy file of version 1.</summary>
    private static float[] Npy(byte[] file)
    {
        int header = 10 + BitConverter.ToUInt16(file, 8);
        float[] values = new float[(file.Length - header) / sizeof(float)];
        Buffer.BlockCopy(file, header, values, 0, values.Length * sizeof(float));
        return values;
    }
}
