using DrawAot.Training;
using DrawAot.Training.Ops.Dense;

namespace DrawAot.Cuda;

/// <summary>The weights W [outputs, inputs] of an affine layer on a device, and their gradient. The bias is the column of an input that is always 1.</summary>
internal sealed unsafe class CudaLayer
{
    private readonly IKernelDevice _device;
    private readonly IReadOnlyList<WeightBlock> _blocks;
    private readonly Matrix _weights, _gradient;
    private readonly float* _host;

    /// <summary>Allocates the memory.</summary>
    /// <param name="device">The device.</param>
    /// <param name="layer">Where the weights are in the vector of all weights.</param>
    public CudaLayer(IKernelDevice device, DenseWeights layer)
    {
        (_device, _blocks, Inputs, Outputs) = (device, layer.Blocks, layer.Inputs, layer.Outputs);
        Stride = NativeTensor.Padded(Inputs);
        _weights = new Matrix(device.Allocate(Length), Stride);
        _gradient = new Matrix(device.Allocate(Length), Stride);
        _host = device.AllocateHost(Length);
        new Span<float>(_host, Length).Clear();
    }

    /// <summary>Inputs, those that are always 1 included.</summary>
    public int Inputs { get; }

    /// <summary>Outputs, padded.</summary>
    public int Outputs { get; }

    /// <summary>Floats from one row of inputs to the next.</summary>
    public int Stride { get; }

    private int Length => Outputs * Stride;

    /// <summary>Uploads the weights.</summary>
    public void Pack(ReadOnlySpan<float> weights)
    {
        foreach (WeightBlock block in _blocks)
        {
            for (int o = 0; o < block.Outputs; o++)
            {
                weights.Slice(block.Source + o * block.Stride, block.Inputs).CopyTo(Row(block, o));
            }
        }

        _device.Upload(_host, _weights.First, Length);
    }

    /// <summary>y = x·Wᵀ.</summary>
    public void Forward(Matrix x, Matrix y, int rows) => _device.Multiply(x, _weights.Transpose, y, rows, Outputs, Inputs);

    /// <summary>dx = dy·W.</summary>
    public void Backward(Matrix dy, Matrix dx, int rows) => _device.Multiply(dy, _weights, dx, rows, Inputs, Outputs);

    /// <summary>dW = dyᵀ·x.</summary>
    public void Differentiate(Matrix dy, Matrix x, int rows) => _device.Multiply(dy.Transpose, x, _gradient, Outputs, Inputs, rows);

    /// <summary>Starts the download of the gradient.</summary>
    public void Download() => _device.Download(_gradient.First, _host, Length);

    /// <summary>Copies the downloaded gradient to where the weights are in the vector of all weights.</summary>
    public void Unpack(Span<float> gradient)
    {
        foreach (WeightBlock block in _blocks)
        {
            for (int o = 0; o < block.Outputs; o++)
            {
                Row(block, o).CopyTo(gradient.Slice(block.Source + o * block.Stride, block.Inputs));
            }
        }
    }

    private Span<float> Row(WeightBlock block, int output) =>
        new(_host + (block.FirstOutput + output) * Stride + block.FirstInput, block.Inputs);
}
