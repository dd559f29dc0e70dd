namespace DrawAot.Models;

/// <summary><see cref="Cluttered"/> with weights of 16 bits.</summary>
[DrawModel("cluttered_bfloat16.draw.json")]
public sealed partial class ClutteredBfloat16;
