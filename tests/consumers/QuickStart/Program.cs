using System.Text;
using QuickStart;

using Mnist model = Mnist.LoadEmbedded();
using Mnist.Session session = model.CreateSession();
Span<float> image = stackalloc float[Mnist.PixelCount];
session.Sample(seed: 42, index: 0, image);

const string Inks = " .:-=+*#%@";
var picture = new StringBuilder();
for (int y = 0; y < Mnist.Height; y++)
{
    foreach (float value in image.Slice(y * Mnist.Width, Mnist.Width))
    {
        picture.Append(Inks[(int)MathF.Min(value * Inks.Length, Inks.Length - 1)], 2);
    }

    picture.AppendLine();
}

Console.Write(picture);
