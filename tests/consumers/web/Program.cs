using System.Globalization;
using Writing;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.AddSingleton(_ => Digits.LoadEmbedded());
builder.Services.AddScoped(services => services.GetRequiredService<Digits>().CreateSession());
WebApplication app = builder.Build();

app.MapGet("/digit/{seed}", (ulong seed, Digits.Session session) =>
{
    float[] image = new float[Digits.PixelCount];
    session.Sample(seed, index: 0, image);
    return string.Join('\n', image.Select(value => value.ToString("R", CultureInfo.InvariantCulture)));
});

// What a handler returns is of a session's making: the part of it in Digits.cs says of which type.
app.MapGet("/glimpses", (Digits.Session session) => session.Shape.Glimpses.ToString(CultureInfo.InvariantCulture));

// It is of the model's making, which only the generator knows: the handler says of which type.
app.MapGet("/pixels", string () => Digits.PixelCount.ToString(CultureInfo.InvariantCulture));

// The program sends its own requests, so no client is needed to run it.
await app.StartAsync();
using (HttpClient client = new() { BaseAddress = new Uri(app.Urls.Single()) })
{
    foreach (string path in (string[])["glimpses", "pixels", "digit/1"])
    {
        Console.WriteLine(await client.GetStringAsync(path));
    }
}

await app.StopAsync();
