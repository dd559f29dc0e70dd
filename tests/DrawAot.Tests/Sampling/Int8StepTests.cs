using DrawAot.Conformance;
using DrawAot.Manifest;
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
    public void Both_LSTMs_advance_as_their_rounded_weights_and_states_say(string name)
    {
        TestModel test = ModelsUnderTest.Named(name);
        DrawShape shape = test.Shape;
        IReadOnlyDictionary<string, float[]> inputs = RoundedWeights.Of(test, test.Weights);
        using IDrawModel model = GeneratedEngine.Load(test, test.Weights);
        using DrawSession session = model.CreateSession();
        session.BeginReconstruction(Images.DrawnBy(test, seed: 4), seed: 5, index: 6);

        State encoder = State.Of(session, DrawingPart.EncoderHidden, DrawingPart.EncoderCell);
        State decoder = State.Of(session, DrawingPart.DecoderHidden, DrawingPart.DecoderCell);
        while (session.Step())
        {
            float[] read = Values(session, DrawingPart.Read), latent = Values(session, DrawingPart.Latent);
            State expectedEncoder = Advance(test.Weights, inputs, "encoder", read, [.. decoder.H, .. encoder.H], encoder.C, shape.EncoderHidden);
            State expectedDecoder = Advance(test.Weights, inputs, "decoder", latent, decoder.H, decoder.C, shape.DecoderHidden);
            encoder = State.Of(session, DrawingPart.EncoderHidden, DrawingPart.EncoderCell);
            decoder = State.Of(session, DrawingPart.DecoderHidden, DrawingPart.DecoderCell);
            RequireClose(expectedEncoder, encoder, $"the encoder of {name} at glimpse {session.Glimpse}");
            RequireClose(expectedDecoder, decoder, $"the decoder of {name} at glimpse {session.Glimpse}");
        }
    }

    /// <summary>(h, c) ← LSTM([x, states], c): x in floats with weights of 16 bits, states as integers with weights of 8 bits.</summary>
    private static State Advance(
        IReadOnlyDictionary<string, float[]> weights, IReadOnlyDictionary<string, float[]> rounded, string name,
        float[] x, float[] states, float[] c, int hidden)
    {
        float[] w = weights[name + ".weight_ih"], u = weights[name + ".weight_hh"], b = weights[name + ".bias"];
        float[] roundedInputs = rounded[name + ".weight_ih"];
        int columns = w.Length / b.Length;
        double[] gates = new double[b.Length];
        for (int row = 0; row < gates.Length; row++)
        {
            Int8Row q = Int8Row.Of([.. w.AsSpan(row * columns + x.Length, columns - x.Length), .. u.AsSpan(row * hidden, hidden)]);
            gates[row] = b[row];
            for (int k = 0; k < x.Length; k++)
            {
                gates[row] += (double)roundedInputs[row * columns + k] * x[k];
            }

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

    private static float[] Values(DrawSession session, DrawingPart part)
    {
        Rows rows = session.Drawing[part];
        float[] values = new float[rows.Count * rows.Width];
        rows.CopyTo(values);
        return values;
    }

    private sealed record State(float[] H, float[] C)
    {
        public static State Of(DrawSession session, DrawingPart h, DrawingPart c) => new(Values(session, h), Values(session, c));
    }
}
