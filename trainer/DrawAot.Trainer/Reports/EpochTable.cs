using System.Globalization;
using System.Text;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Reports;

/// <summary><c>epochs.csv</c>: a line for every epoch.</summary>
internal static class EpochTable
{
    /// <summary>Its name in the run's folder.</summary>
    public const string FileName = "epochs.csv";

    /// <summary>Writes the table.</summary>
    public static void Write(string path, IReadOnlyList<EpochReport> epochs)
    {
        var table = new StringBuilder("epoch,steps,glimpses,rate,train,validation,reconstruction,kl,seconds\n");
        foreach (EpochReport epoch in epochs)
        {
            table.Append(
                CultureInfo.InvariantCulture,
                $"{epoch.Epoch},{epoch.Steps},{epoch.Glimpses},{epoch.Rate:G4},{epoch.TrainBound:F4},{epoch.ValidationBound:F4}," +
                $"{epoch.Reconstruction:F4},{epoch.Divergence:F4},{epoch.Seconds:F1}\n");
        }

        RunFile.Write(path, Encoding.UTF8.GetBytes(table.ToString()));
    }
}
