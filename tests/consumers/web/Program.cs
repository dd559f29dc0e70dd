using System.Globalization;
using StbImageWriteSharp;
using Writing;

// A native web program that draws a digit for each request. To try it, copy this folder out of the repository, put
// mnist.draw.json and mnist.safetensors (src/DrawAot.Models/mnist) beside it, and
//
//     dotnet publish -c Release -o out
//     out/Web --urls http://localhost:5000
//     curl -o digit.png http://localhost:5000/digits/42.png
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);

// One model for all requests. A session serves one of them at a time: each request has its own.
builder.Services.AddSingleton(_ => Digits.LoadEmbedded());
builder.Services.AddScoped(services => services.GetRequiredService<Digits>().CreateSession());
WebApplication app = builder.Build();

app.MapGet("/digits/{seed}.png", (ulong seed, Digits.Session session) =>
{
    Span<float> image = stackalloc float[Digits.PixelCount];
    session.Sample(seed, index: 0, image);
    byte[] grey = new byte[Digits.PixelCount];
    for (int k = 0; k < grey.Length; k++)
    {
        grey[k] = (byte)MathF.Round(image[k] * 255);
    }

    using var png = new MemoryStream();
    new ImageWriter().WritePng(grey, Digits.Width, Digits.Height, ColorComponents.Grey, png);
    return Results.Bytes(png.ToArray(), "image/png");
});

// ASP.NET's generator does not see what other generators emit. It knows the members of a session from Digits.cs; of those of a
// model, the handler states the type.
app.MapGet("/glimpses", (Digits.Session session) => session.Shape.Glimpses.ToString(CultureInfo.InvariantCulture));
app.MapGet("/pixels", string () => Digits.PixelCount.ToString(CultureInfo.InvariantCulture));

app.Run();
