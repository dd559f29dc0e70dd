using System.Diagnostics;
using System.Runtime.InteropServices;
using DrawAot.Cuda;

namespace DrawAot.Torch.Tests.Training;

/// <summary>
/// A device that is this machine's CPU: the kernels compiled by the system's C++ compiler run block after block, a block with one
/// thread. It finds wrong formulas and wrong addresses, but no race between threads.
/// </summary>
internal sealed unsafe class HostDevice : IKernelDevice
{
    private readonly List<nint> _memory = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("drawaot-");
    private readonly nint _library;

    public HostDevice(string source, IEnumerable<string> definitions)
    {
        string file = Path.Combine(_folder.FullName, "draw.cpp"), library = Path.Combine(_folder.FullName, "draw.so");
        File.WriteAllText(file, source);
        using var compiler = Process.Start(new ProcessStartInfo(
            "c++", ["-O1", "-shared", "-fPIC", "-Wall", "-Wno-unused-function", "-Werror", .. definitions.Select(d => "-D" + d), "-o", library, file])
        {
            RedirectStandardError = true,
        })!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.True(compiler.ExitCode == 0, errors);
        _library = NativeLibrary.Load(library);
    }

    public nint Allocate(long floats)
    {
        var memory = (nint)NativeMemory.AllocZeroed((nuint)floats, sizeof(float));
        _memory.Add(memory);
        return memory;
    }

    public float* AllocateHost(long floats) => (float*)Allocate(floats);

    public void Upload(float* from, nint to, long floats) => new Span<float>(from, (int)floats).CopyTo(new Span<float>((void*)to, (int)floats));

    public void Download(nint from, float* to, long floats) => Upload((float*)from, (nint)to, floats);

    public void LaunchPerImage<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int images)
        where TBuffers : unmanaged => Launch(kernel, buffers, glimpse, images);

    // Fewer blocks than elements, as on a GPU: the kernel's loop takes the rest.
    public void LaunchPerElement<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int elements)
        where TBuffers : unmanaged => Launch(kernel, buffers, glimpse, (elements + 2) / 3);

    public void Multiply(Matrix left, Matrix right, Matrix to, int rows, int columns, int terms, float scale = 1, bool accumulate = false, int count = 1)
    {
        for (int which = 0; which < count; which++)
        {
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < columns; column++)
                {
                    double sum = 0;
                    for (int term = 0; term < terms; term++)
                    {
                        sum += (double)*At(left, which, row, term) * *At(right, which, term, column);
                    }

                    float* product = At(to, which, row, column);
                    *product = (float)(scale * sum + (accumulate ? *product : 0));
                }
            }
        }
    }

    public void Replay((string Name, int Images) key, Action work) => work();

    public void Wait()
    {
    }

    public void Dispose()
    {
        NativeLibrary.Free(_library);
        _folder.Delete(recursive: true);
        foreach (nint memory in _memory)
        {
            NativeMemory.Free((void*)memory);
        }
    }

    private static float* At(Matrix matrix, int which, int row, int column)
    {
        (row, column) = matrix.IsTransposed ? (column, row) : (row, column);
        return (float*)matrix.First + which * matrix.Step + (long)row * matrix.Stride + column;
    }

    private void Launch<TBuffers>(string kernel, in TBuffers buffers, int glimpse, int blocks)
        where TBuffers : unmanaged
    {
        var run = (delegate* unmanaged<TBuffers*, int, int, void>)NativeLibrary.GetExport(_library, kernel);
        fixed (TBuffers* first = &buffers)
        {
            run(first, glimpse, blocks);
        }
    }
}
