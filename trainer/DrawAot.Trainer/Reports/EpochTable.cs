using System.Globalization;
using System.Text;
using DrawAot.Trainer.Runs;

namespace DrawAot.Trainer.Reports;

/// <summary><c>epochs.csv</c>: a line for every epoch.</summary>
internal static class EpochTable
{
    /// <summary>Its name in the run's folder.</summary>
    public const string FileName = "epochs.csv";

    /// <summary>Writes the table of one or more epochs.</summary>
    public static void Write(string path, IReadOnlyList<EpochReport> epochs)
    {
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"epoch,steps,glimpses,rate,{string.Join(',', epochs[0].Columns.Select(column => column.Name))},seconds\n");
        foreach (EpochReport epoch in epochs)
        {
            string figures = string.Join(',', epoch.Columns.Select(column => column.Value.ToString("F4", CultureInfo.InvariantCulture)));
            table.Append(
                CultureInfo.InvariantCulture, $"{epoch.Epoch},{epoch.Steps},{epoch.Glimpses},{epoch.Rate:G4},{figures},{epoch.Seconds:F1}\n");
        }

        RunFile.Write(path, Encoding.UTF8.GetBytes(table.ToString()));
    }
}
