using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Tests.Weights;

/// <summary>
/// Emitted code has the layout as constants, and the runtime computes it anew: a change of the layout is a change of the contract.
/// </summary>
public class LayoutContractTests
{
    [Fact]
    public void The_layout_is_that_of_the_contract_version()
    {
        // When this fails, the layout has changed: raise ContractVersion.Current and record the new digest.
        Assert.Equal((5, "3fc262f0e2f0cccc"), (ContractVersion.Current, Digest()));
    }

    private static string Digest()
    {
        var text = new StringBuilder();
        ModelShape[] shapes =
        [
            .. ((int?[])[null, 1, 5]).Select(attention => new DrawShape(17, 9, 3, 70, 33, 40, 23, attention, attention)),
            new DrawShape(17, 9, 3, 7, 33, 40, 1100, 5, 5), // tiles share a pass
            new ClassifierShape(17, 9, 3, 7, 40, 5, 33),
        ];
        foreach (WeightPrecision precision in Enum.GetValues<WeightPrecision>())
        {
            foreach (ModelShape shape in shapes)
            {
                ModelLayout layout = shape.Layout(precision);
                foreach (WeightBlock block in layout.Weights.Blocks)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{block.Name} {layout.Weights.Start(block)} {block.Words}\n");
                }

                foreach (StateBlock block in layout.Picture.Blocks.Concat((layout as DrawLayout)?.Sequence.Blocks ?? []))
                {
                    text.Append(CultureInfo.InvariantCulture, $"{block.Name} {block.Floats}\n");
                }

                text.Append(CultureInfo.InvariantCulture, $"{layout.PictureStride.Value} {layout.SessionFloats}\n");
            }
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())), 0, 8);
    }
}
