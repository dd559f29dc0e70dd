using DrawAot.Manifest;
using DrawAot.Weights;

namespace DrawAot.Torch.Import;

/// <summary>The tensors of a model, made of those of a file, and a line on each, with its sources and the changes to them.</summary>
/// <param name="Tensors">The tensors, in the order in which they were expected.</param>
/// <param name="Report">The lines.</param>
internal sealed record ImportedTensors(IReadOnlyList<FloatTensor> Tensors, IReadOnlyList<string> Report)
{
    /// <summary>Makes the tensors of a model.</summary>
    /// <param name="matched">The tensors of a file under our names.</param>
    /// <param name="expected">The model's tensors.</param>
    /// <param name="images">For vectors that are images, their dimensions by our name, such as [C, B, A].</param>
    /// <exception cref="WeightsException">A tensor is missing, of another shape, or holds something that is no finite number.</exception>
    public static ImportedTensors Of(
        MatchedTensors matched, IReadOnlyList<ModelTensor> expected, IReadOnlyDictionary<string, IReadOnlyList<int>> images)
    {
        bool transposes = expected.Any(tensor => IsTransposed(matched, tensor));
        int width = expected.Max(tensor => tensor.Name.Length);
        var tensors = new List<FloatTensor>();
        var report = new List<string>();
        foreach (ModelTensor tensor in expected)
        {
            (float[] values, string line) = Make(matched, tensor, images.GetValueOrDefault(tensor.Name), transposes);
            tensors.Add(new FloatTensor(tensor.Name, [.. tensor.Shape], values));
            report.Add($"{tensor.Name.PadRight(width)}  <-  {line}");
        }

        HashSet<string> used = [.. expected.Select(tensor => tensor.Name)];
        if (matched.Parts.Keys.FirstOrDefault(name => !used.Contains(name)) is string other)
        {
            throw matched.Refused($"the tensors make '{other}', which a model of these sizes has not; expected {string.Join(", ", used)}");
        }

        report.AddRange(matched.Ignored.Select(tensor => $"ignored: {tensor}"));
        return new ImportedTensors(tensors, report);
    }

    private static (float[] Values, string Line) Make(MatchedTensors matched, ModelTensor tensor, IReadOnlyList<int>? image, bool transposes)
    {
        int count = tensor.Shape.Aggregate((product, side) => product * side);
        if (!matched.Parts.TryGetValue(tensor.Name, out IReadOnlyList<ForeignTensor>? parts))
        {
            return matched.Table.RuleOf(tensor.Name).Kind == NameKind.Start
                ? (new float[count], $"zeros {Shape(tensor)}: the file has none")
                : throw matched.Missing(tensor.Name);
        }

        if (parts.Count == 0)
        {
            return (new float[count], $"zeros {Shape(tensor)}: by the map");
        }

        bool isTransposed = IsTransposed(matched, tensor);
        if (transposes && !isTransposed && matched.Rules[tensor.Name].Kind == NameKind.Linear && tensor.Shape is [var rows, var columns] && rows == columns)
        {
            throw matched.Refused(
                $"tensor {WeightsErrors.Quoted(parts[0].Name)} is square, and other layers of the file are transposed, so that it may be so too; "
                + $"expected all layers as {Shape(tensor)}, rows being outputs");
        }

        var notes = new List<string>();
        float[]? sum = null;
        bool rounded = false;
        foreach (ForeignTensor part in parts)
        {
            RequireShape(matched, part, tensor, image, isTransposed);
            float[] values = part.Read(matched.File.Source, out bool roundedHere);
            rounded |= roundedHere;
            sum = sum is null ? values : Sum(sum, values);
        }

        if (isTransposed)
        {
            sum = Transposed(sum!, tensor.Shape[0], tensor.Shape[1]);
            notes.Add("transposed");
        }
        else if (!parts[0].Shape.SequenceEqual(tensor.Shape.Select(side => (long)side)))
        {
            notes.Add($"as {Shape(tensor)}");
        }

        if (parts.Count > 1)
        {
            notes.Add("added");
        }

        if (matched.Rules[tensor.Name].IsHalved)
        {
            sum = [.. sum!.Select(value => value / 2)];
            notes.Add("halved: log σ of log σ²");
        }

        if (rounded)
        {
            notes.Add("rounded to float32");
        }

        if (sum!.Any(value => !float.IsFinite(value)))
        {
            throw matched.Refused($"'{tensor.Name}', the sum of {string.Join(" and ", parts.Select(part => WeightsErrors.Quoted(part.Name)))}, is not finite; expected finite numbers");
        }

        return (sum!, string.Join(", ", [string.Join(" + ", parts), .. notes]));
    }

    private static bool IsTransposed(MatchedTensors matched, ModelTensor tensor) =>
        matched.Has(tensor.Name)
        && matched.Rules[tensor.Name].Kind == NameKind.Linear
        && tensor.Shape is [var rows, var columns] && rows != columns
        && matched.Parts[tensor.Name][0].Shape is [var theirRows, var theirColumns] && theirRows == columns && theirColumns == rows;

    private static void RequireShape(MatchedTensors matched, ForeignTensor part, ModelTensor tensor, IReadOnlyList<int>? image, bool isTransposed)
    {
        bool fits = isTransposed
            ? part.Shape.SequenceEqual(tensor.Shape.Reverse().Select(side => (long)side))
            : IsAs(part.Shape, tensor.Shape) || (image is not null && IsAs(part.Shape, image));
        if (!fits)
        {
            string orImage = image is null ? "" : $" or [{string.Join(", ", image)}]";
            throw matched.Refused(
                $"tensor {WeightsErrors.Quoted(part.Name)}, for '{tensor.Name}', has the shape {WeightsErrors.Listed(part.Shape)}; expected {Shape(tensor)}{orImage}");
        }
    }

    /// <summary>Whether shapes agree when sides of length 1 are left out.</summary>
    private static bool IsAs(IReadOnlyList<long> theirs, IReadOnlyList<int> ours) =>
        theirs.Where(side => side != 1).SequenceEqual(ours.Where(side => side != 1).Select(side => (long)side));

    private static float[] Sum(float[] a, float[] b)
    {
        float[] sum = new float[a.Length];
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] = a[k] + b[k];
        }

        return sum;
    }

    /// <summary>From [columns, rows] to [rows, columns].</summary>
    private static float[] Transposed(float[] values, int rows, int columns)
    {
        float[] transposed = new float[values.Length];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                transposed[row * columns + column] = values[column * rows + row];
            }
        }

        return transposed;
    }

    private static string Shape(ModelTensor tensor) => $"[{string.Join(", ", tensor.Shape)}]";
}
