using System.Globalization;

namespace DrawAot.Trainer.Runs;

/// <summary>Some epochs at fewer glimpses than a run ends with: the weights do not depend on their number.</summary>
/// <param name="Glimpses">T.</param>
/// <param name="Epochs">How many epochs.</param>
internal readonly record struct GrowthStage(int Glimpses, int Epochs)
{
    /// <summary>Reads stages such as "10x8,32x4": 8 epochs at T = 10, then 4 at T = 32.</summary>
    /// <exception cref="TrainingException">The text is none.</exception>
    public static IReadOnlyList<GrowthStage> Parse(string? text)
    {
        if (text is null)
        {
            return [];
        }

        var stages = new List<GrowthStage>();
        foreach (string stage in text.Split(','))
        {
            string[] numbers = stage.Split('x');
            if (numbers.Length != 2
                || !int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out int glimpses) || glimpses < 1
                || !int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out int epochs) || epochs < 1)
            {
                throw new TrainingException(
                    $"--grow is '{text}', where '{stage}' is no stage: GLIMPSESxEPOCHS was expected, such as 10x8,32x4.");
            }

            stages.Add(new GrowthStage(glimpses, epochs));
        }

        return stages;
    }
}
