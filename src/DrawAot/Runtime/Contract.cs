using System.ComponentModel;
using DrawAot.Layout;

namespace DrawAot.Runtime;

/// <summary>Checks that emitted code and this runtime have the same contract.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Contract
{
    /// <summary>Requires emitted code to be of this runtime's contract version.</summary>
    /// <param name="emitted">The version that the emitted code was written for.</param>
    /// <param name="model">The model's class, for the message.</param>
    /// <exception cref="InvalidOperationException">The versions differ.</exception>
    public static void Require(int emitted, string model)
    {
        if (emitted != ContractVersion.Current)
        {
            throw new InvalidOperationException(
                $"The code of {model} was generated for contract {emitted} of DrawAot, and this runtime has contract {ContractVersion.Current}: "
                + "build the project that declares the model again, with the generator of the same version as the runtime.");
        }
    }
}
