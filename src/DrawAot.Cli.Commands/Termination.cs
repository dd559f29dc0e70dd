using System.Runtime.InteropServices;

namespace DrawAot.Cli;

/// <summary>Tidies up when the program is told to end, by Ctrl+C for one, and then lets it end.</summary>
internal sealed class Termination : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Tidies up until this is disposed of.</summary>
    public Termination(Action tidy) => _registrations =
    [
        .. ((PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
            .Select(signal => PosixSignalRegistration.Create(signal, _ => tidy())),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }
}
