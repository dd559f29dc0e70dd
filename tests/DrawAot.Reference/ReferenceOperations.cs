using DrawAot.Manifest;

namespace DrawAot.Reference;

/// <summary>The operations of the paper's two models, in double precision: LSTM, attention window, read, affine map.</summary>
/// <param name="shape">The model's sizes.</param>
/// <param name="weights">Its weights by name.</param>
public abstract class ReferenceOperations(ModelShape shape, IReadOnlyDictionary<string, float[]> weights)
{
    /// <summary>A.</summary>
    private protected int Width => shape.Width;

    /// <summary>B.</summary>
    private protected int Height => shape.Height;

    /// <summary>C.</summary>
    private protected int Channels => shape.Channels;

    /// <summary>The state before the first glimpse: h₀ is learned, and the cells are empty.</summary>
    private protected LstmState Start(string name)
    {
        double[] h = Doubles(name + ".h0");
        return new LstmState(h, new double[h.Length]);
    }

    /// <summary>An LSTM with forget gates, equations 5 and 7. The rows of its weights are the gates i, f, g and o.</summary>
    private protected LstmState Lstm(string name, double[] input, LstmState before)
    {
        double[] fromInput = Product(weights[name + ".weight_ih"], input);
        double[] fromHidden = Product(weights[name + ".weight_hh"], before.H);
        float[] bias = weights[name + ".bias"];
        int hidden = before.H.Length;
        double[] h = new double[hidden], c = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            double i = Sigmoid(Gate(0, k)), f = Sigmoid(Gate(1, k)), g = Math.Tanh(Gate(2, k)), o = Sigmoid(Gate(3, k));
            c[k] = f * before.C[k] + i * g;
            h[k] = o * Math.Tanh(c[k]);
        }

        return new LstmState(h, c);

        double Gate(int gate, int k)
        {
            int row = gate * hidden + k;
            return fromInput[row] + fromHidden[row] + bias[row];
        }
    }

    /// <summary>γ·FY x FXᵀ, every channel with the same filters.</summary>
    private protected double[] ReadPatch(double[] image, Window window)
    {
        int n = window.N;
        double[] patch = new double[Channels * n * n];
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    double sum = 0;
                    for (int b = 0; b < Height; b++)
                    {
                        for (int a = 0; a < Width; a++)
                        {
                            sum += window.FY[i, b] * image[(channel * Height + b) * Width + a] * window.FX[j, a];
                        }
                    }

                    patch[(channel * n + i) * n + j] = window.Gamma * sum;
                }
            }
        }

        return patch;
    }

    /// <summary>
    /// The window, equations 21 to 24, from (g̃X, g̃Y, log σ², log δ̃, log γ) = L(h). Reading and writing have
    /// layers of their own.
    /// </summary>
    private protected Window WindowOf(string layer, double[] hidden, int n)
    {
        double[] parameters = Affine(layer, hidden);
        double gX = (Width + 1) / 2.0 * (parameters[0] + 1);
        double gY = (Height + 1) / 2.0 * (parameters[1] + 1);
        double variance = Math.Exp(parameters[2]);
        double gamma = Math.Exp(parameters[4]);

        // A single filter has no neighbours to keep a distance from: it sits on the centre.
        double delta = n == 1 ? 0 : (Math.Max(Width, Height) - 1.0) / (n - 1) * Math.Exp(parameters[3]);
        return new Window(
            n, gX, gY, delta, variance, gamma, Filterbank(gX, delta, variance, n, Width), Filterbank(gY, delta, variance, n, Height));
    }

    /// <summary>
    /// Gaussian filters, equations 19, 20, 25 and 26. Filters i = 1…N and pixels a = 1…A are counted as in the paper;
    /// only the array counts from 0. A filter too far outside to see a pixel fades, instead of being blown up.
    /// </summary>
    private static double[,] Filterbank(double g, double delta, double variance, int n, int size)
    {
        double[,] filters = new double[n, size];
        for (int i = 1; i <= n; i++)
        {
            double mean = g + (i - n / 2.0 - 0.5) * delta;
            double sum = 0;
            for (int a = 1; a <= size; a++)
            {
                filters[i - 1, a - 1] = Math.Exp(-(a - mean) * (a - mean) / (2 * variance));
                sum += filters[i - 1, a - 1];
            }

            for (int a = 1; a <= size; a++)
            {
                filters[i - 1, a - 1] /= Math.Max(sum, 1e-8);
            }
        }

        return filters;
    }

    /// <summary>L(·), an affine map: W·x + b.</summary>
    private protected double[] Affine(string layer, double[] input) =>
        [.. Product(weights[layer + ".weight"], input).Zip(weights[layer + ".bias"], (product, b) => product + b)];

    /// <summary>W·x, where the rows of W are outputs.</summary>
    private static double[] Product(float[] matrix, double[] input)
    {
        double[] output = new double[matrix.Length / input.Length];
        for (int row = 0; row < output.Length; row++)
        {
            double sum = 0;
            for (int k = 0; k < input.Length; k++)
            {
                sum += matrix[row * input.Length + k] * input[k];
            }

            output[row] = sum;
        }

        return output;
    }

    private protected double[] Doubles(string name) => [.. weights[name].Select(weight => (double)weight)];

    /// <summary>σ(a) = 1 / (1 + e^−a).</summary>
    public static double Sigmoid(double a) => 1 / (1 + Math.Exp(-a));
}
