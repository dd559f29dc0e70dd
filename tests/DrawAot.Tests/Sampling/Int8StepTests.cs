using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.Runtime;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Tests.Sampling;

/// <summary>
/// Models with weights of 8 bits, glimpse by glimpse. Where the last bit of a float decides how a hidden state is rounded, two
/// engines part ways; so each step is computed anew, in double precision, from the state that the generated code was in.
/// </summary>
public class Int8StepTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Models() => [.. ModelsUnderTest.Int8Names];

    [Theory]
    [MemberData(nameof(Models))]
    public void Both_LSTMs_are_updated_with_rounded_weights_and_states(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        DrawShape shape = test.Shape;
        IReadOnlyDictionary<string, float[]> inputs = RoundedWeights.Of(test, test.Weights);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        session.BeginReconstruction(Images.DrawnBy(test, seed: 4), seed: 5, index: 6);

        State encoder = State.Of(session, DrawBuffer.EncoderHidden, DrawBuffer.EncoderCell);
        State decoder = State.Of(session, DrawBuffer.DecoderHidden, DrawBuffer.DecoderCell);
        while (session.Step())
        {
            float[] read = Values(session, DrawBuffer.Read), latent = Values(session, DrawBuffer.Latent);
            State expectedEncoder = Advance(
                test.Weights, "encoder", Products(inputs["encoder.weight_ih"], read, shape.EncoderHidden),
                [.. decoder.H, .. encoder.H], encoder.C);
            State expectedDecoder = Advance(
                test.Weights, "decoder", IntegerProducts(test.Weights["decoder.weight_ih"], latent, shape.DecoderHidden),
                decoder.H, decoder.C);
            encoder = State.Of(session, DrawBuffer.EncoderHidden, DrawBuffer.EncoderCell);
            decoder = State.Of(session, DrawBuffer.DecoderHidden, DrawBuffer.DecoderCell);
            RequireClose(expectedEncoder, encoder, $"the encoder of {name} at glimpse {session.Glimpse}");
            RequireClose(expectedDecoder, decoder, $"the decoder of {name} at glimpse {session.Glimpse}");
        }
    }

    /// <summary>The read in floats, times weights that were rounded to 16 bits.</summary>
    private static double[] Products(float[] weights, float[] x, int hidden) =>
        [.. RowsOf(weights, hidden).Select(row => x.Select((value, k) => (double)row.Span[k] * value).Sum())];

    /// <summary>Latents as integers in a unit of their largest one, times weights of 8 bits.</summary>
    private static double[] IntegerProducts(float[] weights, float[] z, int hidden)
    {
        float limit = z.Max(Math.Abs), perUnit = 63 / limit;
        double[] integers = [.. z.Select(value => Math.Round((double)value * perUnit))];
        return [.. RowsOf(weights, hidden).Select(row =>
        {
            Int8Row q = Int8Row.Of(row.Span[..z.Length]);
            return integers.Select((integer, k) => (double)q.Scale * limit * q.Weights[k] * integer).Sum();
        })];
    }

    private static IEnumerable<Memory<float>> RowsOf(float[] matrix, int hidden)
    {
        int rows = 4 * hidden, columns = matrix.Length / rows;
        return Enumerable.Range(0, rows).Select(row => matrix.AsMemory(row * columns, columns));
    }

    /// <summary>(h, c) ← LSTM([x, states], c): states as integers with weights of 8 bits, added to the projection of x.</summary>
    private static State Advance(
        IReadOnlyDictionary<string, float[]> weights, string name, double[] inputProducts, float[] states, float[] c)
    {
        float[] w = weights[name + ".weight_ih"], u = weights[name + ".weight_hh"], b = weights[name + ".bias"];
        int hidden = c.Length, columns = w.Length / b.Length, inputs = columns - (states.Length - hidden);
        double[] gates = new double[b.Length];
        for (int row = 0; row < gates.Length; row++)
        {
            Int8Row q = Int8Row.Of([.. w.AsSpan(row * columns + inputs, columns - inputs), .. u.AsSpan(row * hidden, hidden)]);
            gates[row] = b[row] + inputProducts[row];
            for (int k = 0; k < states.Length; k++)
            {
                gates[row] += (double)q.Scale * q.Weights[k] * Math.Round(63.0 * Math.Clamp(states[k], -1, 1));
            }
        }

        var next = new State(new float[hidden], new float[hidden]);
        for (int k = 0; k < hidden; k++)
        {
            double cell = Sigmoid(gates[hidden + k]) * c[k] + Sigmoid(gates[k]) * Math.Tanh(gates[2 * hidden + k]);
            next.C[k] = (float)cell;
            next.H[k] = (float)(Sigmoid(gates[3 * hidden + k]) * Math.Tanh(cell));
        }

        return next;
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static void RequireClose(State expected, State actual, string where)
    {
        Assert.All(expected.H, (h, k) => Assert.True(Math.Abs(h - actual.H[k]) <= Tolerance, $"h[{k}] of {where} is {actual.H[k]}; {h} was expected."));
        Assert.All(expected.C, (c, k) => Assert.True(
            Math.Abs(c - actual.C[k]) <= Tolerance * Math.Max(1, Math.Abs(c)), $"c[{k}] of {where} is {actual.C[k]}; {c} was expected."));
    }

    private static float[] Values(DrawSession session, DrawBuffer part)
    {
        Rows rows = session.State[part];
        float[] values = new float[rows.Count * rows.Width];
        rows.CopyTo(values);
        return values;
    }

    private sealed record State(float[] H, float[] C)
    {
        public static State Of(DrawSession session, DrawBuffer h, DrawBuffer c) => new(Values(session, h), Values(session, c));
    }
}
