namespace DrawAot.TestModels;

/// <summary>Many glimpses, for errors to grow in.</summary>
[DrawModel("patient.draw.json")]
public sealed partial class Patient
{
    /// <summary>This model, as tests take it.</summary>
    public static TestModel Test =>
        new(nameof(Patient), s_shape, WeightsFile, WeightsSha256, Load, tensors => new Patient(tensors));
}
