using System.Globalization;
using Writing;

// The model of this project, and the one that a package ships: here they are the same.
float[] mine = new float[Digits.PixelCount], shipped = new float[Digits.PixelCount];
using (Digits model = Digits.LoadEmbedded())
using (Digits.Session session = model.CreateSession())
{
    session.Sample(seed: 1, index: 0, mine);
}

using (DrawAot.Models.Mnist model = DrawAot.Models.Mnist.LoadEmbedded())
using (DrawAot.Models.Mnist.Session session = model.CreateSession())
{
    session.Sample(seed: 1, index: 0, shipped);
}

foreach (float value in mine)
{
    Console.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));
}

return mine.AsSpan().SequenceEqual(shipped) ? 0 : 1;
