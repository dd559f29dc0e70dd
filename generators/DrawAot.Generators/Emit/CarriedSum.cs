namespace DrawAot.Generators.Emit;

/// <summary>
/// Kahan's summation: a run of products joins the sum, and what that rounds off is where the next run starts. The order of
/// additions is the same wherever a sum is made, so that pictures are.
/// </summary>
internal static class CarriedSum
{
    public static string Of(string sum, string run, string temporary) => $"""
        Vector512<float> {temporary} = {sum} + {run};
        {run} -= {temporary} - {sum};
        {sum} = {temporary};
        """;
}
