using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary>
/// The functions of the C interface, which drawaot.h documents. They stand alone here because the compiler optimises what
/// is called from unmanaged code less: each only goes on to the method of its name in <see cref="Calls"/>.
/// </summary>
internal static unsafe class Exports
{
    private const string Prefix = "drawaot_";

    /// <summary>Changes with whatever a program that was compiled before would misunderstand.</summary>
    private const int AbiVersionNumber = 1;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "abi_version")]
    public static int AbiVersion() => AbiVersionNumber;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "version")]
    public static byte* Version() => Calls.TextOf(LinkedModel.Version);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_name")]
    public static byte* ModelName() => Calls.TextOf(LinkedModel.Name);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "instruction_set")]
    public static byte* InstructionSet() => Calls.InstructionSet;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "last_error")]
    public static byte* LastErrorText() => LastError.Text;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_create")]
    public static Status CreateModel(nint* model) => Calls.CreateModel(model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_load")]
    public static Status LoadModel(byte* path, nint* model) => Calls.LoadModel(path, model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_destroy")]
    public static Status DestroyModel(nint model) => Calls.DestroyModel(model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_memory")]
    public static Status ModelMemory(nint model, ulong* bytes) => Calls.ModelMemory(model, bytes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_create")]
    public static Status CreateSession(nint model, nint* session) => Calls.CreateSession(model, session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_destroy")]
    public static Status DestroySession(nint session) => Calls.DestroySession(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_memory")]
    public static Status SessionMemory(nint session, ulong* bytes) => Calls.SessionMemory(session, bytes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "sample")]
    public static Status Sample(nint session, ulong seed, ulong index, float* image, nuint length) => Calls.Sample(session, seed, index, image, length);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "sample_batch")]
    public static Status SampleBatch(nint session, ulong seed, ulong first, float* images, nuint length) => Calls.SampleBatch(session, seed, first, images, length);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "decode")]
    public static Status Decode(nint session, float* latents, nuint latentsLength, float* image, nuint imageLength) => Calls.Decode(session, latents, latentsLength, image, imageLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "decode_batch")]
    public static Status DecodeBatch(nint session, float* latents, nuint latentsLength, float* images, nuint imagesLength) => Calls.DecodeBatch(session, latents, latentsLength, images, imagesLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "reconstruct")]
    public static Status Reconstruct(nint session, float* image, nuint imageLength, float* reconstruction, nuint reconstructionLength) => Calls.Reconstruct(session, image, imageLength, reconstruction, reconstructionLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "reconstruct_seeded")]
    public static Status ReconstructSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index, float* reconstruction, nuint reconstructionLength) => Calls.ReconstructSeeded(session, image, imageLength, seed, index, reconstruction, reconstructionLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "reconstruct_batch")]
    public static Status ReconstructBatch(nint session, float* images, nuint imagesLength, float* reconstructions, nuint reconstructionsLength) => Calls.ReconstructBatch(session, images, imagesLength, reconstructions, reconstructionsLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "reconstruct_batch_seeded")]
    public static Status ReconstructBatchSeeded(nint session, float* images, nuint imagesLength, ulong seed, ulong first, float* reconstructions, nuint reconstructionsLength) => Calls.ReconstructBatchSeeded(session, images, imagesLength, seed, first, reconstructions, reconstructionsLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "encode")]
    public static Status Encode(nint session, float* image, nuint imageLength, float* latents, nuint latentsLength) => Calls.Encode(session, image, imageLength, latents, latentsLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "encode_seeded")]
    public static Status EncodeSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index, float* latents, nuint latentsLength) => Calls.EncodeSeeded(session, image, imageLength, seed, index, latents, latentsLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "encode_batch")]
    public static Status EncodeBatch(nint session, float* images, nuint imagesLength, float* latents, nuint latentsLength) => Calls.EncodeBatch(session, images, imagesLength, latents, latentsLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "score")]
    public static Status Score(nint session, float* image, nuint imageLength, ulong seed, ulong index, ImageScore* score) => Calls.Score(session, image, imageLength, seed, index, score);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "score_batch")]
    public static Status ScoreBatch(nint session, float* images, nuint imagesLength, ulong seed, ulong first, ImageScore* scores, nuint scoresLength) => Calls.ScoreBatch(session, images, imagesLength, seed, first, scores, scoresLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "score_importance_weighted")]
    public static Status ScoreImportanceWeighted(nint session, float* image, nuint imageLength, int samples, ulong seed, ulong index, double* nats) => Calls.ScoreImportanceWeighted(session, image, imageLength, samples, seed, index, nats);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "begin")]
    public static Status Begin(nint session, ulong seed, ulong index) => Calls.Begin(session, seed, index);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "begin_latents")]
    public static Status BeginLatents(nint session) => Calls.BeginLatents(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "begin_reconstruction")]
    public static Status BeginReconstruction(nint session, float* image, nuint imageLength) => Calls.BeginReconstruction(session, image, imageLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "begin_reconstruction_seeded")]
    public static Status BeginReconstructionSeeded(nint session, float* image, nuint imageLength, ulong seed, ulong index) => Calls.BeginReconstructionSeeded(session, image, imageLength, seed, index);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "step")]
    public static Status Step(nint session) => Calls.Step(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "step_latent")]
    public static Status StepLatent(nint session, float* latent, nuint latentLength) => Calls.StepLatent(session, latent, latentLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "glimpse")]
    public static Status Glimpse(nint session, int* glimpse) => Calls.Glimpse(session, glimpse);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "copy_picture")]
    public static Status CopyPicture(nint session, float* image, nuint imageLength) => Calls.CopyPicture(session, image, imageLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "copy_canvas")]
    public static Status CopyCanvas(nint session, float* canvas, nuint canvasLength) => Calls.CopyCanvas(session, canvas, canvasLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "read_window")]
    public static Status ReadWindow(nint session, Window* window) => Calls.ReadWindow(session, window);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "write_window")]
    public static Status WriteWindow(nint session, Window* window) => Calls.WriteWindow(session, window);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "get_sizes")]
    public static Status GetSizes(Sizes* sizes) => Calls.GetSizes(sizes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "get_runtime_counters")]
    public static Status GetRuntimeCounters(RuntimeCounters* counters) => Calls.GetRuntimeCounters(counters);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "attach_thread")]
    public static Status AttachThread() => Calls.AttachThread();

    [UnmanagedCallersOnly(EntryPoint = Prefix + "warm_up")]
    public static Status WarmUp(nint session) => Calls.WarmUp(session);
}
