namespace DrawAot.Weights;

/// <summary>A float32 tensor that is to be written.</summary>
/// <param name="Name">The name under which it will stand in the file.</param>
/// <param name="Shape">Its dimensions, each 0 or more; none for a single number.</param>
/// <param name="Values">Its elements, row by row; their number is the product of the dimensions.</param>
public readonly record struct FloatTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);
