using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <content>The functions of a DRAW model.</content>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = Prefix + "get_sizes")]
    public static Status GetSizes(Sizes* sizes) => Calls.GetSizes(sizes);

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

    [UnmanagedCallersOnly(EntryPoint = Prefix + "step_latent")]
    public static Status StepLatent(nint session, float* latent, nuint latentLength) => Calls.StepLatent(session, latent, latentLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "copy_picture")]
    public static Status CopyPicture(nint session, float* image, nuint imageLength) => Calls.CopyPicture(session, image, imageLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "copy_canvas")]
    public static Status CopyCanvas(nint session, float* canvas, nuint canvasLength) => Calls.CopyCanvas(session, canvas, canvasLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "write_window")]
    public static Status WriteWindow(nint session, Window* window) => Calls.WriteWindow(session, window);
}
