namespace DrawAot;

/// <summary>
/// The variational bound on −log p(x) of one image, with one sample of the latents: how many nats it takes to describe
/// the image with the model. It is the negative ELBO: lower is likelier. An image
/// unlike the training data mostly costs more; a simple one, such as a blank image, costs little all the same.
/// </summary>
/// <param name="Reconstruction">L_x = −log p(x | z₁ … z_T), of a Bernoulli distribution with the probabilities σ(c_T) (the paper's equation 9).</param>
/// <param name="Divergence">L_z = Σₜ KL(q(zₜ | x) ‖ N(0, I)) (the paper's equations 10 and 11).</param>
public readonly record struct Score(double Reconstruction, double Divergence)
{
    /// <summary>L = L_x + L_z, in nats (the paper's equation 12).</summary>
    public double Nats => Reconstruction + Divergence;
}
