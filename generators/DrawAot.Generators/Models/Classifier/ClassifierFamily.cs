using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace DrawAot.Manifest;

/// <summary>The glimpse classifier: reads an image in T glimpses and names its class (section 4.1 of the DRAW paper).</summary>
internal sealed partial class ClassifierFamily : ModelFamily
{
    private const int FewestClasses = 2, LongestLabel = 64;

    /// <summary>The family.</summary>
    public static ClassifierFamily Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "classifier";

    /// <inheritdoc/>
    public override string Title => "glimpse classifier";

    /// <summary>Whether a class may have this label: 1 to 64 visible characters and spaces.</summary>
    public static bool IsLabel(string label) => label.Length is > 0 and <= LongestLabel && label.All(Quotation.IsPlain);

    /// <inheritdoc/>
    public override ModelManifest Read(ManifestFields root, CommonFields common)
    {
        int hidden = root.Size("hidden", ManifestReader.LargestCount);
        int read = root.Object("attention").Size("read", ManifestReader.LargestAttention);
        List<string> classes = ReadClasses(root);
        var shape = new ClassifierShape(common.Width, common.Height, common.Channels, common.Glimpses, hidden, read, classes.Count);
        return new ClassifierManifest(common.Name, shape, classes, WeightsFile: "", WeightsSha256: "", WeightPrecision.Float32);
    }

    private static List<string> ReadClasses(ManifestFields root)
    {
        string largest = ManifestReader.LargestCount.ToString(CultureInfo.InvariantCulture);
        string expected = $"an array of {FewestClasses} to {largest} labels";
        var labels = new List<string>();
        if (root.Required("classes", expected) is not JsonValue value)
        {
            return labels;
        }

        if (value is not JsonArray array)
        {
            root.RefuseType("classes", value, expected);
            return labels;
        }

        var seen = new HashSet<string>();
        foreach (JsonValue item in array.Items)
        {
            string place = $"classes[{labels.Count.ToString(CultureInfo.InvariantCulture)}]";
            if (item is not JsonString label)
            {
                root.RefuseType(place, item, "a label");
            }
            else if (!IsLabel(label.Text))
            {
                root.Refuse(
                    ManifestFault.NotAllowed, place, item, Quotation.Of(label.Text),
                    $"a label of 1 to {LongestLabel.ToString(CultureInfo.InvariantCulture)} visible characters was expected");
            }
            else if (!seen.Add(label.Text))
            {
                root.Refuse(ManifestFault.NotAllowed, place, item, Quotation.Of(label.Text) + " again", "labels that differ were expected");
            }

            labels.Add((item as JsonString)?.Text ?? "");
        }

        if (labels.Count is < FewestClasses or > ManifestReader.LargestCount)
        {
            string count = labels.Count == 1 ? "1 label" : $"{labels.Count.ToString(CultureInfo.InvariantCulture)} labels";
            root.Refuse(ManifestFault.OutOfRange, "classes", value, $"an array of {count}", $"{expected} was expected");
        }

        return labels;
    }
}
