using DrawAot.Conformance;
using DrawAot.Manifest;
using DrawAot.Reference;
using DrawAot.TestModels;
using DrawAot.Weights;

namespace DrawAot.Tests.Classify;

/// <summary>
/// Classifiers with weights of 8 bits, glimpse by glimpse. Where the last bit of a float decides how a hidden state is rounded, two
/// engines part ways; so each step is computed anew, in double precision, from the state that the generated code was in.
/// </summary>
public class Int8ClassifierTests
{
    [Fact]
    public void A_step_is_that_of_its_rounded_weights_and_states() => RequireSteps(ByteLens.Test, Images.Noise(ByteLens.Test.Shape, seed: 4));

    /// <summary>Requires every step of an image to agree within 1e-5 with the reference's from the same state.</summary>
    internal static void RequireSteps(TestClassifier test, float[] image)
    {
        ClassifierShape shape = test.Shape;
        var rounded = new Dictionary<string, float[]>(RoundedWeights.Of(test, test.Weights));
        double[] pixels = Widen(image);
        using IClassifierModel model = test.Of(test.Weights);
        using ClassifierSession session = model.CreateSession();
        session.Begin(image);
        double[] h = Widen(test.Weights["lstm.h0"]), c = new double[shape.Hidden];
        while (session.Step())
        {
            ClassifierParts actual = GeneratedClassifyingEngine.PartsOf(session);
            ClassifierGlimpse expected = Glimpse(shape, test.Weights, rounded, pixels, new LstmState(h, c));
            foreach (((string name, double[] values), (string _, double[] others)) in ReferenceClassifyingEngine.PartsOf(expected).All.Zip(actual.All))
            {
                // The class layer reads the new state, which is the generated code's own.
                Deviation worst = Deviation.Worst($"{name} of glimpse {session.Glimpse}", values, others)!;
                Assert.True(worst.IsAllowed, $"{test.Name}: {worst}");
            }

            (h, c) = (actual.Hidden, actual.Cell);
        }
    }

    /// <summary>
    /// One glimpse with U·h in integers: the recurrent weights are 8-bit integers in a unit of their row, states are
    /// round(63·h) with h within [−1, 1]. The reference gets both as the numbers that they stand for.
    /// </summary>
    private static ClassifierGlimpse Glimpse(
        ClassifierShape shape, IReadOnlyDictionary<string, float[]> exact, Dictionary<string, float[]> rounded, double[] image, LstmState state)
    {
        // The window is placed by h itself; only the recurrence rounds it.
        ClassifierGlimpse placed = new ReferenceClassifier(shape, rounded).Glimpse(image, state);
        int hidden = shape.Hidden;
        double[] gates = new double[ModelTensors.GateCount * hidden];
        for (int row = 0; row < gates.Length; row++)
        {
            Int8Row q = Int8Row.Of(exact["lstm.weight_hh"].AsSpan(row * hidden, hidden));
            gates[row] = exact["lstm.bias"][row];
            for (int k = 0; k < shape.ReadSize; k++)
            {
                gates[row] += (double)rounded["lstm.weight_ih"][row * shape.ReadSize + k] * placed.Read[k];
            }

            for (int k = 0; k < hidden; k++)
            {
                gates[row] += (double)q.Scale * q.Weights[k] * Math.Round(63.0 * Math.Clamp((float)state.H[k], -1, 1));
            }
        }

        double[] h = new double[hidden], c = new double[hidden];
        for (int k = 0; k < hidden; k++)
        {
            c[k] = Sigmoid(gates[hidden + k]) * state.C[k] + Sigmoid(gates[k]) * Math.Tanh(gates[2 * hidden + k]);
            h[k] = Sigmoid(gates[3 * hidden + k]) * Math.Tanh(c[k]);
        }

        double[] logits = [.. Enumerable.Range(0, shape.ClassCount).Select(row =>
            exact["classes.bias"][row] + h.Select((value, k) => rounded["classes.weight"][row * hidden + k] * value).Sum())];
        double[] exponentials = [.. logits.Select(logit => Math.Exp(logit - logits.Max()))];
        return placed with
        {
            Lstm = new LstmState(h, c),
            Logits = logits,
            Probabilities = [.. exponentials.Select(exponential => exponential / exponentials.Sum())],
        };
    }

    private static double Sigmoid(double x) => ReferenceOperations.Sigmoid(x);

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);
}
