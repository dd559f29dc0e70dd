using System.Diagnostics;
using System.Globalization;
using Camera;

// Names what a camera sees, frame by frame, each before its deadline: takes glimpses as long as they fit, and the answer after
// the last one that did. Frames come from the standard input as bytes of the model's size:
//
//     ffmpeg -i /dev/video0 -vf scale=100:100 -pix_fmt gray -f rawvideo - | ./Camera MICROSECONDS
long budget = long.Parse(args is [string given, ..] ? given : "1000", CultureInfo.InvariantCulture) * Stopwatch.Frequency / 1_000_000;
using Search model = Search.LoadEmbedded();
using Search.Session session = model.CreateSession();
using Stream camera = Console.OpenStandardInput();
byte[] frame = new byte[Search.PixelCount];
float[] image = new float[Search.PixelCount], probabilities = new float[Search.ClassCount];

// A black image without a deadline measures a glimpse before the first frame comes.
long expected = 0;
Classify(long.MaxValue);
while (camera.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
{
    long arrived = Stopwatch.GetTimestamp();
    for (int k = 0; k < image.Length; k++)
    {
        image[k] = frame[k] / 255f;
    }

    (int best, float probability, int glimpses) = Classify(arrived + budget);
    Console.WriteLine(glimpses == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{model.Classes[best]} {probability:R} {glimpses}"));
}

// The answer after the last glimpse that ended before the deadline. A glimpse is expected to take as long as the longest one
// so far, halved with each frame so that one delay does not count for ever; none begins that is expected to end too late.
(int Best, float Probability, int Glimpses) Classify(long deadline)
{
    (int Best, float Probability, int Glimpses) answer = default;
    session.Begin(image);
    long now = Stopwatch.GetTimestamp();
    expected /= 2;
    while (now + expected < deadline && session.Step())
    {
        int best = session.CopyProbabilities(probabilities);
        long end = Stopwatch.GetTimestamp();
        expected = Math.Max(expected, end - now);
        if (end > deadline)
        {
            break;
        }

        answer = (best, probabilities[best], answer.Glimpses + 1);
        now = end;
    }

    return answer;
}
