using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <content>The functions of a glimpse classifier.</content>
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = Prefix + "get_classifier_sizes")]
    public static Status GetClassifierSizes(ClassifierSizes* sizes) => Calls.GetClassifierSizes(sizes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "class_label")]
    public static byte* ClassLabel(int index) => Calls.ClassLabel(index);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "classify")]
    public static Status Classify(nint session, float* image, nuint imageLength, float* probabilities, nuint probabilitiesLength, int* best) => Calls.Classify(session, image, imageLength, probabilities, probabilitiesLength, best);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "classify_batch")]
    public static Status ClassifyBatch(nint session, float* images, nuint imagesLength, float* probabilities, nuint probabilitiesLength) => Calls.ClassifyBatch(session, images, imagesLength, probabilities, probabilitiesLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "begin_image")]
    public static Status BeginImage(nint session, float* image, nuint imageLength) => Calls.BeginImage(session, image, imageLength);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "copy_probabilities")]
    public static Status CopyProbabilities(nint session, float* probabilities, nuint probabilitiesLength, int* best) => Calls.CopyProbabilities(session, probabilities, probabilitiesLength, best);
}
