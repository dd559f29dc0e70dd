namespace DrawAot.Layout;

/// <summary>
/// The version of the contract between emitted code and the runtime: layout of weights and buffers, members that emitted code calls,
/// and the values of enums that it passes.
/// </summary>
internal static class ContractVersion
{
    /// <summary>The version of this build; it changes with any of these.</summary>
    public const int Current = 5;
}
