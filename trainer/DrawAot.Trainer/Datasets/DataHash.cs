using System.Security.Cryptography;
using DrawAot.ImageFiles;

namespace DrawAot.Trainer.Datasets;

/// <summary>A hash by which the images of a data set are known again.</summary>
internal static class DataHash
{
    /// <summary>SHA-256 of all images one after another as bytes [C, B, A], 64 lower-case hexadecimal digits.</summary>
    public static string Of(params ReadOnlySpan<ImageSet> sets)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ImageSet images in sets)
        {
            for (int k = 0; k < images.Count; k++)
            {
                hash.AppendData(images.Pixels(k));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
