#pragma warning disable
using System.Diagnostics;
using DrawAot.Bench.Baselines;
using DrawAot.Reference;
using DrawAot.Numerics;

using var files = new ShippedFiles();
var shape = files.Shape;
string[] names = args.Length > 2 ? args[2].Split(";") : [.. Samplers.Baselines, "DrawAot"];
int threads = args.Length > 0 ? int.Parse(args[0]) : 1;
int[] counts = args.Length > 1 ? [.. args[1].Split(',').Select(int.Parse)] : [1];
var reference = new ReferenceDraw(shape, files.Weights);
double[] expected = Enumerable.Range(0, 1).SelectMany(k => { var z = Enumerable.Range(0, shape.Glimpses).Select(t => { var f = new float[shape.Latent]; Normals.Fill(7, (ulong)k, (uint)t, f); return f.Select(v => (double)v).ToArray(); }).ToArray(); return reference.Draw(z)[^1].Picture; }).ToArray();
foreach (int count in counts)
{
    var samplers = names.Select(n => Samplers.Create(n, files, count, threads)).ToArray();
    float[] images = new float[count * shape.PixelCount];
    for (int s = 0; s < names.Length; s++)
    {
        samplers[s].Sample(7, 0, images);
        double worst = 0;
        for (int p = 0; p < expected.Length; p++) worst = Math.Max(worst, Math.Abs(expected[p] - images[p]));
        var w = Stopwatch.StartNew(); int k = 0;
        while (k < 3 || (w.ElapsedMilliseconds < 1500 && k < 200)) { samplers[s].Sample(7, 0, images); k++; }
        Console.WriteLine($"{names[s]} error {worst:E2}");
    }
    var times = names.Select(_ => new List<double>()).ToArray();
    for (int round = 0; round < 15; round++)
        for (int s = 0; s < names.Length; s++)
        {
            var w = Stopwatch.StartNew(); int k = 0;
            do { samplers[s].Sample(7, 0, images); k++; } while (w.ElapsedMilliseconds < 40);
            times[s].Add(w.Elapsed.TotalMilliseconds / k / count);
        }
    for (int s = 0; s < names.Length; s++) { times[s].Sort(); Console.WriteLine($"threads {threads} batch {count,3}: {names[s],-30} {times[s][times[s].Count / 2]:F3} ms a sample (min {times[s][0]:F3})"); }
}
if (args.Length > 3)
{
    using var o = new Microsoft.ML.OnnxRuntime.SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, EnableProfiling = true, ProfileOutputPathPrefix = "/tmp/ortprof", GraphOptimizationLevel = Microsoft.ML.OnnxRuntime.GraphOptimizationLevel.ORT_ENABLE_ALL };
    int n = int.Parse(args[3]);
    o.AddFreeDimensionOverrideByName("n", n);
    using var sess = new Microsoft.ML.OnnxRuntime.InferenceSession(files.SamplerGraph, o);
    var lat = new float[64 * n * 100]; Latents.Fill(shape, 7, 0, 0, lat);
    using var v = Microsoft.ML.OnnxRuntime.OrtValue.CreateTensorValueFromMemory(lat, [64, n, 100]);
    for (int i = 0; i < 200; i++) { using var ro = new Microsoft.ML.OnnxRuntime.RunOptions(); using var r = sess.Run(ro, ["latents"], [v], ["images"]); }
    Console.WriteLine(sess.EndProfiling());
    var w = Stopwatch.StartNew(); for (int i = 0; i < 200; i++) Latents.Fill(shape, 7, 0, 0, lat); Console.WriteLine($"normals {w.Elapsed.TotalMilliseconds / 200 / n} ms a sample");
}

foreach (int count in counts)
{
    string[] sn = [.. Scorers.Baselines, "DrawAot"];
    var scorers = sn.Select(n => Scorers.Create(n, files, count, threads)).ToArray();
    float[] images = new float[count * shape.PixelCount];
    using (var g = Samplers.Create("DrawAot", files, count, 1)) g.Sample(7, 0, images);
    for (int i = 0; i < images.Length; i++) images[i] = images[i] > 0.5f ? 1 : 0;
    var scores = new DrawAot.Score[count];
    var eps = Enumerable.Range(0, shape.Glimpses).Select(t => { var f = new float[shape.Latent]; Normals.Fill(7, 0, Normals.PosteriorStream + (uint)t, f); return f.Select(v => (double)v).ToArray(); }).ToArray();
    var inf = reference.Infer(images.Take(shape.PixelCount).Select(v => (double)v).ToArray(), eps);
    Console.WriteLine($"reference {inf.ReconstructionLoss} {inf.LatentLoss}");
    for (int s = 0; s < sn.Length; s++)
    {
        var w = Stopwatch.StartNew(); int k = 0;
        while (k < 3 || (w.ElapsedMilliseconds < 1500 && k < 200)) { scorers[s].Score(images, 7, 0, scores); k++; }
        Console.WriteLine($"{sn[s]} {scores[0]}");
    }
    var times = sn.Select(_ => new List<double>()).ToArray();
    for (int round = 0; round < 15; round++)
        for (int s = 0; s < sn.Length; s++)
        {
            var w = Stopwatch.StartNew(); int k = 0;
            do { scorers[s].Score(images, 7, 0, scores); k++; } while (w.ElapsedMilliseconds < 40);
            times[s].Add(w.Elapsed.TotalMilliseconds / k / count);
        }
    for (int s = 0; s < sn.Length; s++) { times[s].Sort(); Console.WriteLine($"threads {threads} batch {count,3}: {sn[s],-30} {times[s][times[s].Count / 2]:F3} ms a score (min {times[s][0]:F3})"); }
}
