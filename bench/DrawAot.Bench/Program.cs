#pragma warning disable
using System.Diagnostics;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Roof;

using var files = new ShippedFiles();
using var rates = new Rates(TimeSpan.FromMilliseconds(20));
for (int i = 0; i < 3; i++)
{
    rates.Measure();
    Console.WriteLine($"f32 {1e-9 / rates.Float32:F1} GMAC/s bf16 {1e-9 / rates.Bfloat16:F1} tile {1e-9 / rates.Bfloat16Tile:F1} int8 {1e-9 / rates.Int8:F1}; ns: exp {rates.Exp * 1e9:F3} sigmoid {rates.Sigmoid * 1e9:F3} tanh {rates.Tanh * 1e9:F3} normal {rates.Normal * 1e9:F3}");
    foreach (double kb in new[] { 16, 128, 256, 400, 512, 800, 1088, 1500, 2200, 3600 }) Console.Write($"{kb} KiB: {1e-9 / rates.ReadByte(kb * 1024):F1} GB/s  ");
    Console.WriteLine();
}
foreach ((int size, int tile) in new[] { (4, 1), (4, 6), (2, 1), (2, 6), (1, 1), (1, 6) })
{
    foreach (var (name, phases) in new[] { ("sample", new Phases(files.Shape, size, tile).OfSample()), ("score", new Phases(files.Shape, size, tile).OfScore()) })
    {
        double r = rates.ReadByte(Phases.WorkingSet(phases, 64, tile));
        Console.WriteLine($"{name} {size} tile {tile}: set {Phases.WorkingSet(phases, 64, tile) / 1024:F0} KiB at {1e-9 / r:F1} GB/s; total {phases.Sum(p => rates.Least(p, r)) * 1e6:F0} us: " + string.Join(", ", phases.Select(p => $"{p.Name} {rates.Least(p, r) * 1e6:F1} ({p.Bytes * r * 1e6:F0})")));
    }
}
