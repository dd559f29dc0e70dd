namespace DrawAot.Trainer.Runs;

/// <summary>A run cannot go on; the message is a sentence for the person who started it.</summary>
public sealed class TrainingException(string message) : Exception(message);
