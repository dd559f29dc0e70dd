namespace DrawAot.Trainer.Datasets;

/// <summary>The field on which a digit lies, and the clutter around it. The defaults are the published recipe.</summary>
/// <param name="Distractors">Number of distractors, 0 or more.</param>
/// <param name="DistractorWidth">Pixels along a side of a distractor, from 1 to those of a digit.</param>
/// <param name="Deformation">
/// Largest turn of a training digit, in degrees; its width, height and slant change by up to 1% a degree. 0 is the published recipe.
/// </param>
/// <param name="TestSeed">Another seed gives another test set of the same digits.</param>
public sealed record ClutterOptions(
    int Distractors = ClutterOptions.UsualDistractors, int DistractorWidth = ClutterOptions.UsualWidth, double Deformation = 0,
    ulong TestSeed = ClutterOptions.UsualSeed)
{
    /// <summary>The published number and width of distractors.</summary>
    public const int UsualDistractors = 8, UsualWidth = 8;

    /// <summary>The seed of the validation set, and of the test set to report on.</summary>
    public const ulong UsualSeed = 1;

    /// <summary>Pixels along a side of the published field.</summary>
    public const int UsualSide = 100;
}
