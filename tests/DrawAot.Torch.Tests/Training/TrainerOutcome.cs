namespace DrawAot.Torch.Tests.Training;

/// <summary>What a command of the trainer left.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to the standard output.</param>
/// <param name="Errors">What it wrote to the standard error.</param>
internal sealed record TrainerOutcome(int ExitCode, string Output, string Errors);
