namespace DrawAot.Native;

/// <summary>
/// One call of a session's function: the session is claimed, arguments are checked until one is refused, and the verb runs
/// if none was. <see cref="End"/> gives the session back.
/// </summary>
internal ref struct SessionCall
{
    private readonly Handles.Slot? _slot;

    private SessionCall(nint session)
    {
        try
        {
            // A slot that is found may be another caller's, so it is kept only when it is claimed.
            Status = Handles.Claim<LinkedModel.Session>(session, "session", out Handles.Slot? slot);
            _slot = Status == Status.Ok ? slot : null;
        }
        catch (Exception exception)
        {
            Status = LastError.Refuse(exception);
        }
    }

    /// <summary>Claims a session.</summary>
    public static SessionCall Of(nint session) => new(session);

    /// <summary>The outcome so far.</summary>
    public Status Status { get; private set; }

    /// <summary>Whether nothing was refused so far.</summary>
    public readonly bool IsSound => Status == Status.Ok;

    /// <summary>The session. Only where nothing was refused.</summary>
    public readonly LinkedModel.Session Session => (LinkedModel.Session)_slot!.Target!;

    /// <summary>Takes the outcome of a check.</summary>
    /// <returns>Whether nothing was refused so far, so that checks can be strung together.</returns>
    public bool Accepts(Status outcome)
    {
        Status = outcome;
        return outcome == Status.Ok;
    }

    /// <summary>Takes what the verb threw.</summary>
    public void Fail(Exception exception) => Status = LastError.Refuse(exception);

    /// <summary>Gives the session back.</summary>
    /// <returns>The outcome.</returns>
    public readonly Status End()
    {
        _slot?.Leave();
        return Status;
    }
}
