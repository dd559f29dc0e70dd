using DrawAot.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace DrawAot.Bench.Baselines;

/// <summary>
/// DRAW in TorchScript, compiled by libtorch: the same operations glimpse by glimpse as <see cref="DrawModule"/>, without
/// a call from .NET for each. For models that read and write through windows on square images of one channel.
/// </summary>
internal sealed class DrawScript : IDisposable
{
    /// <summary>The functions <c>lstm</c> and <c>filterbanks</c>.</summary>
    public const string Operations = """
        def lstm(gates: Tensor, c: Tensor) -> Tuple[Tensor, Tensor]:
            hidden = c.size(1)
            sigmoids = gates.narrow(1, 0, 3 * hidden).sigmoid()
            g = gates.narrow(1, 3 * hidden, hidden).tanh()
            i, f, o = sigmoids.chunk(3, 1)
            c = torch.addcmul(f * c, i, g)
            return o * c.tanh(), c

        def filterbanks(parameters: Tensor, offsets: Tensor, pixels: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
            half = (pixels.size(0) + 1) / 2.0
            centre = (parameters.narrow(1, 0, 2) + 1) * half - 1
            positive = parameters.narrow(1, 2, 3).exp().view(-1, 3, 1, 1, 1)
            variance, stride, gamma = positive.unbind(1)
            means = centre.view(-1, 2, 1, 1) + offsets * stride
            f = (-(pixels - means).square() / (2 * variance)).exp()
            f = f / f.sum(-1, keepdim=True).clamp_min(1e-8)
            fx, fy = f.unbind(1)
            return fx, fy, gamma.squeeze(1)


        """;

    private const string Text = Operations + """
        def write(canvas: Tensor, h: Tensor, weight: Tensor, bias: Tensor, offsets: Tensor, pixels: Tensor) -> Tensor:
            heads = torch.addmm(bias, h, weight)
            fx, fy, gamma = filterbanks(heads.narrow(1, 0, 5), offsets, pixels)
            n = offsets.size(0)
            patch = heads.narrow(1, 5, n * n).reshape(-1, n, n)
            return canvas + torch.bmm(fy.transpose(1, 2), torch.bmm(patch / gamma, fx))

        def sample(latents: Tensor, h: Tensor, c: Tensor, canvas: Tensor, weight: Tensor, bias: Tensor,
                   write_weight: Tensor, write_bias: Tensor, write_offsets: Tensor, pixels: Tensor) -> Tensor:
            for t in range(latents.size(0)):
                gates = torch.addmm(bias, torch.cat([latents[t], h], 1), weight)
                h, c = lstm(gates, c)
                canvas = write(canvas, h, write_weight, write_bias, write_offsets, pixels)
            return canvas.sigmoid()

        def score(images: Tensor, noise: Tensor, encoder_h: Tensor, h: Tensor, c: Tensor, canvas: Tensor,
                  encoder_weight: Tensor, encoder_bias: Tensor, latent_weight: Tensor, latent_bias: Tensor,
                  read_weight: Tensor, read_bias: Tensor, read_offsets: Tensor, weight: Tensor, bias: Tensor,
                  write_weight: Tensor, write_bias: Tensor, write_offsets: Tensor, pixels: Tensor) -> Tensor:
            encoder_c = torch.zeros_like(encoder_h)
            divergence = torch.zeros([images.size(0)])
            for t in range(noise.size(0)):
                fx, fy, gamma = filterbanks(torch.addmm(read_bias, h, read_weight), read_offsets, pixels)
                columns = fx.transpose(1, 2)
                seen = torch.bmm(fy, torch.bmm(images, columns)).flatten(1)
                missed = torch.bmm(fy, torch.bmm(images - canvas.sigmoid(), columns)).flatten(1)
                read = gamma.flatten(1) * torch.cat([seen, missed], 1)
                gates = torch.addmm(encoder_bias, torch.cat([read, h, encoder_h], 1), encoder_weight)
                encoder_h, encoder_c = lstm(gates, encoder_c)
                mean, log_sigma = torch.addmm(latent_bias, encoder_h, latent_weight).chunk(2, 1)
                sigma = log_sigma.exp()
                divergence = divergence + 0.5 * (mean.square() + sigma.square() - 2 * log_sigma - 1).sum(1)
                z = torch.addcmul(mean, sigma, noise[t])
                h, c = lstm(torch.addmm(bias, torch.cat([z, h], 1), weight), c)
                canvas = write(canvas, h, write_weight, write_bias, write_offsets, pixels)
            nats = canvas.clamp_min(0) - canvas * images + torch.log1p(torch.exp(-canvas.abs()))
            return torch.stack([nats.flatten(1).sum(1), divergence])

        """;

    private readonly jit.CompilationUnit _unit = jit.compile(Text);

    /// <summary>Draws: σ(c_T) [n, B, A].</summary>
    public Tensor Sample(params object[] arguments) => (Tensor)_unit.invoke("sample", arguments);

    /// <summary>Scores: L_x, then L_z [2, n].</summary>
    public Tensor Score(params object[] arguments) => (Tensor)_unit.invoke("score", arguments);

    /// <summary>Frees the compiled script.</summary>
    public void Dispose() => _unit.Dispose();
}
