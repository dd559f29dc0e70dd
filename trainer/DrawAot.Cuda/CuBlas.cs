using System.Runtime.InteropServices;

namespace DrawAot.Cuda;

/// <summary>The functions of cuBLAS that are used here. Matrices are column-major.</summary>
internal static unsafe partial class CuBlas
{
    /// <summary>CUBLAS_OP_N and CUBLAS_OP_T.</summary>
    public const int AsIs = 0, Transposed = 1;

    private const string Library = CudaLibraries.Products;

    /// <summary>Turns an error code into an exception.</summary>
    /// <exception cref="CudaException">The code is not 0.</exception>
    public static void Check(int code)
    {
        if (code != 0)
        {
            throw new CudaException($"cuBLAS failed with error {code}.");
        }
    }

    [LibraryImport(Library, EntryPoint = "cublasCreate_v2")]
    public static partial int Create(nint* handle);

    [LibraryImport(Library, EntryPoint = "cublasDestroy_v2")]
    public static partial int Destroy(nint handle);

    [LibraryImport(Library, EntryPoint = "cublasSetStream_v2")]
    public static partial int SetStream(nint handle, nint stream);

    [LibraryImport(Library, EntryPoint = "cublasSetWorkspace_v2")]
    public static partial int SetWorkspace(nint handle, nint workspace, nuint bytes);

    [LibraryImport(Library, EntryPoint = "cublasSgemmStridedBatched")]
    public static partial int Multiply(
        nint handle, int left, int right, int m, int n, int k, float* alpha, nint a, int lda, long stepA, nint b, int ldb, long stepB,
        float* beta, nint c, int ldc, long stepC, int count);
}
