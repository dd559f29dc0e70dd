using System.Collections.Generic;

namespace DrawAot.Manifest;

/// <summary>One tensor of a weights file: its name and its row-major shape.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="Shape">Its dimensions; rows are outputs.</param>
public readonly record struct ModelTensor(string Name, IReadOnlyList<int> Shape);
