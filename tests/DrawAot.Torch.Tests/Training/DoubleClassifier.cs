using DrawAot.Manifest;

namespace DrawAot.Torch.Tests.Training;

/// <summary>The glimpse classifier in naive double precision, for finite differences of its loss.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weights">All weights, tensor after tensor.</param>
internal sealed class DoubleClassifier(ClassifierShape shape, double[] weights)
{
    /// <summary>−log p(label) after the last glimpse, in nats.</summary>
    public double CrossEntropy(ReadOnlySpan<float> image, int label)
    {
        double[] h = Tensor("lstm.h0"), c = new double[h.Length], x = new double[image.Length];
        for (int k = 0; k < x.Length; k++)
        {
            x[k] = image[k];
        }

        for (int t = 0; t < shape.Glimpses; t++)
        {
            (h, c) = Lstm(Read(x, Affine("read.window", h)), h, c);
        }

        double[] logits = Affine("classes", h);
        return Math.Log(logits.Sum(Math.Exp)) - logits[label];
    }

    private static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));

    private double[] Read(double[] x, double[] window)
    {
        (int a, int b, int n) = (shape.Width, shape.Height, shape.ReadAttention);
        double stride = n == 1 ? 0 : (Math.Max(a, b) - 1.0) / (n - 1) * Math.Exp(window[3]), variance = Math.Exp(window[2]);
        double[][] fx = Filters((a + 1) / 2.0 * (window[0] + 1), a), fy = Filters((b + 1) / 2.0 * (window[1] + 1), b);
        var read = new List<double>();
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            foreach (double[] rows in fy)
            {
                foreach (double[] columns in fx)
                {
                    double sum = 0;
                    for (int pixel = 0; pixel < a * b; pixel++)
                    {
                        sum += rows[pixel / a] * x[channel * a * b + pixel] * columns[pixel % a];
                    }

                    read.Add(Math.Exp(window[4]) * sum);
                }
            }
        }

        return [.. read];

        // Filters i = 1 … N over pixels a = 1 … length, as in the paper.
        double[][] Filters(double centre, int length) =>
        [
            .. Enumerable.Range(1, n).Select(i =>
            {
                double mean = centre + (i - n / 2.0 - 0.5) * stride;
                double[] filter = [.. Enumerable.Range(1, length).Select(pixel => Math.Exp(-(pixel - mean) * (pixel - mean) / (2 * variance)))];
                double sum = Math.Max(filter.Sum(), 1e-8);
                return filter.Select(f => f / sum).ToArray();
            }),
        ];
    }

    private (double[] H, double[] C) Lstm(double[] read, double[] h, double[] c)
    {
        double[] gates = Tensor("lstm.bias"), ofInput = Product("lstm.weight_ih", read), ofState = Product("lstm.weight_hh", h);
        int hidden = h.Length;
        double[] newC = new double[hidden], newH = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            newC[k] = Sigmoid(Gate(1)) * c[k] + Sigmoid(Gate(0)) * Math.Tanh(Gate(2));
            newH[k] = Sigmoid(Gate(3)) * Math.Tanh(newC[k]);

            double Gate(int number)
            {
                int at = number * hidden + k;
                return gates[at] + ofInput[at] + ofState[at];
            }
        }

        return (newH, newC);
    }

    private double[] Affine(string name, double[] input) =>
        [.. Product(name + ".weight", input).Zip(Tensor(name + ".bias"), (product, bias) => product + bias)];

    private double[] Product(string name, double[] input) =>
        [.. Tensor(name).Chunk(input.Length).Select(row => row.Zip(input, (w, x) => w * x).Sum())];

    private double[] Tensor(string name)
    {
        int first = 0;
        foreach (ModelTensor tensor in shape.Tensors)
        {
            int length = tensor.Shape.Aggregate((product, size) => product * size);
            if (tensor.Name == name)
            {
                return weights[first..(first + length)];
            }

            first += length;
        }

        throw new ArgumentException($"There is no tensor '{name}'.", nameof(name));
    }
}
