using DrawAot.Numerics;

namespace DrawAot.Training.Ops.Latent;

/// <summary>The latent of all rows at every glimpse, z = μ + σ·ε, and its divergence from the prior.</summary>
internal sealed unsafe class LatentOp : IDisposable
{
    private readonly int _latent, _padded, _glimpses;
    private readonly Activation _posterior, _z, _dz;
    private readonly NativeTensor _noise;
    private readonly Scratch _scratch;

    /// <summary>Allocates the buffers.</summary>
    /// <param name="latent">Z.</param>
    /// <param name="glimpses">T.</param>
    /// <param name="posterior">μ, then log σ, each [Z], padded. <see cref="Backward"/> leaves their gradients.</param>
    /// <param name="z">Receives z [Z].</param>
    /// <param name="dz">Gradient of z.</param>
    /// <param name="rows">Rows of a batch.</param>
    /// <param name="scratch">Working memory.</param>
    public LatentOp(int latent, int glimpses, Activation posterior, Activation z, Activation dz, int rows, Scratch scratch)
    {
        (_latent, _padded, _glimpses) = (latent, NativeTensor.Padded(latent), glimpses);
        (_posterior, _z, _dz, _scratch) = (posterior, z, dz, scratch);
        _noise = new NativeTensor(glimpses, rows, _padded);
        scratch.Reserve(_padded);
    }

    /// <summary>Draws z of each row; rows without an image keep the noise of an earlier batch.</summary>
    public void Forward(int t, RowGroup group, NoiseSource noise)
    {
        for (int row = group.First; row < group.End; row++)
        {
            Span<float> epsilon = Noise(t, row);
            if (row < group.ImagesEnd)
            {
                noise(row, t, epsilon);
            }

            Likelihood.SamplePosterior(Mean(t, row), LogSigma(t, row), epsilon, _z.Span(t, row, _latent));
        }
    }

    /// <summary>Gradients of μ and log σ, those of the divergence included.</summary>
    /// <param name="t">The glimpse.</param>
    /// <param name="group">The rows.</param>
    /// <param name="klScale">Weight of an image's divergence in the loss; rows without an image have none.</param>
    public void Backward(int t, RowGroup group, float klScale)
    {
        for (int row = group.First; row < group.End; row++)
        {
            float* mean = _posterior[t, row], sigma = _scratch[row];
            VectorMath.Exp(LogSigma(t, row), new Span<float>(sigma, _latent));
            LatentKernel.Backward(
                _latent, mean, mean + _padded, sigma, _noise[t, row], _dz[t, row], row < group.ImagesEnd ? klScale : 0);
        }
    }

    /// <summary>L_z of a row, in nats, after the forward pass.</summary>
    public double Divergence(int row)
    {
        double divergence = 0;
        for (int t = 0; t < _glimpses; t++)
        {
            divergence += Likelihood.Divergence(Mean(t, row), LogSigma(t, row));
        }

        return divergence;
    }

    /// <summary>log p(z) − log q(z | x) of a row's sample, after the forward pass.</summary>
    public double LogPriorOverPosterior(int row)
    {
        double ratio = 0;
        for (int t = 0; t < _glimpses; t++)
        {
            ratio += Likelihood.LogPriorOverPosterior(Noise(t, row), LogSigma(t, row), _z.Span(t, row, _latent));
        }

        return ratio;
    }

    /// <inheritdoc/>
    public void Dispose() => _noise.Dispose();

    private Span<float> Mean(int t, int row) => _posterior.Span(t, row, _latent);

    private Span<float> LogSigma(int t, int row) => new(_posterior[t, row] + _padded, _latent);

    private Span<float> Noise(int t, int row) => new(_noise[t, row], _latent);
}
