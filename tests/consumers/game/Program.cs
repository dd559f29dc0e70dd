using System.Diagnostics;
using System.Globalization;
using Game;

// A game's loop: the world advances in fixed steps of 1/60 s, and each frame draws a model's picture as far as its budget allows,
// so that a new picture appears every few frames and no frame waits for one. The loop allocates nothing. To try it, copy this
// folder out of the repository, put mnist.draw.json and mnist.safetensors (src/DrawAot.Models/mnist) beside it, and
//
//     dotnet run -c Release -- FRAMES MICROSECONDS
int frames = int.Parse(args is [string given, ..] ? given : "600", CultureInfo.InvariantCulture);
long budget = long.Parse(args is [_, string micros, ..] ? micros : "2000", CultureInfo.InvariantCulture) * Stopwatch.Frequency / 1_000_000;
long step = Stopwatch.Frequency / 60;

using Digits model = Digits.LoadEmbedded();
using Glimpses digit = new(model, seed: 1);
var world = new World();
float[] picture = new float[Digits.PixelCount], screen = new float[World.Width * World.Height];

// One frame before the others: what a native program does for the first time, such as sleeping, may allocate.
Wait(Stopwatch.GetTimestamp() + step);
Render(deadline: 0);

int late = 0, glimpses = 0;
long stepped = Stopwatch.GetTimestamp(), allocated = GC.GetAllocatedBytesForCurrentThread();
for (int frame = 0; frame < frames; frame++)
{
    Wait(stepped + step);

    // A step for each that the clock has gone on: after a late frame the world catches up.
    long now = Stopwatch.GetTimestamp();
    late += now - stepped >= 2 * step ? 1 : 0;
    for (; now - stepped >= step; stepped += step)
    {
        world.Step();
    }

    glimpses += Render(now + budget);
}

allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
Console.WriteLine($"{frames} frames, {late} late, {world.Steps} steps of the world, {glimpses} glimpses, {digit.Count} pictures, {allocated} bytes allocated");
foreach (float value in digit.Finished)
{
    Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));
}

return allocated == 0 ? 0 : 1;

int Render(long deadline)
{
    int drawn = digit.Advance(deadline);
    digit.CopyTo(picture);
    world.Render(picture, screen);
    return drawn;
}

static void Wait(long due)
{
    while (Stopwatch.GetTimestamp() is long now && now < due)
    {
        // The system wakes a thread up to a millisecond late: sleep until shortly before, then spin.
        if (due - now > Stopwatch.Frequency / 500)
        {
            Thread.Sleep(1);
        }
        else
        {
            Thread.SpinWait(20);
        }
    }
}
