using System.Runtime.InteropServices;
using System.Text;

namespace DrawAot.Cuda;

/// <summary>NVRTC, the compiler that a program carries along: CUDA C++ to PTX.</summary>
internal static unsafe partial class Nvrtc
{
    private const string Library = CudaLibraries.Compiler;

    /// <summary>Compiles a source.</summary>
    /// <param name="source">CUDA C++.</param>
    /// <param name="options">Options, such as definitions of macros.</param>
    /// <returns>PTX, with the zero that ends it.</returns>
    /// <exception cref="CudaException">It does not compile; the message has the compiler's.</exception>
    public static byte[] Compile(string source, IReadOnlyList<string> options)
    {
        nint program;
        Check(CreateProgram(&program, source, "Draw.cu", 0, null, null), 0);
        nint[] texts = [.. options.Select(Marshal.StringToCoTaskMemUTF8)];
        try
        {
            fixed (nint* first = texts)
            {
                Check(CompileProgram(program, texts.Length, first), program);
            }

            nuint size;
            Check(GetPtxSize(program, &size), program);
            byte[] ptx = new byte[size];
            fixed (byte* to = ptx)
            {
                Check(GetPtx(program, to), program);
            }

            return ptx;
        }
        finally
        {
            foreach (nint text in texts)
            {
                Marshal.FreeCoTaskMem(text);
            }

            _ = DestroyProgram(&program);
        }
    }

    private static void Check(int code, nint program)
    {
        if (code == 0)
        {
            return;
        }

        string log = "";
        nuint size;
        if (program != 0 && GetLogSize(program, &size) == 0 && size > 1)
        {
            byte[] text = new byte[size];
            fixed (byte* to = text)
            {
                _ = GetLog(program, to);
            }

            log = Environment.NewLine + Encoding.UTF8.GetString(text).TrimEnd('\0', '\n');
        }

        throw new CudaException($"NVRTC failed with error {code}.{log}");
    }

    [LibraryImport(Library, EntryPoint = "nvrtcCreateProgram", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateProgram(nint* program, string source, string name, int headerCount, byte** headers, byte** headerNames);

    [LibraryImport(Library, EntryPoint = "nvrtcCompileProgram")]
    private static partial int CompileProgram(nint program, int optionCount, nint* options);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTXSize")]
    private static partial int GetPtxSize(nint program, nuint* size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetPTX")]
    private static partial int GetPtx(nint program, byte* ptx);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLogSize")]
    private static partial int GetLogSize(nint program, nuint* size);

    [LibraryImport(Library, EntryPoint = "nvrtcGetProgramLog")]
    private static partial int GetLog(nint program, byte* log);

    [LibraryImport(Library, EntryPoint = "nvrtcDestroyProgram")]
    private static partial int DestroyProgram(nint* program);
}
