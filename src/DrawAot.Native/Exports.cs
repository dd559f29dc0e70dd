using System.Runtime.InteropServices;

namespace DrawAot.Native;

/// <summary>
/// The functions of the C interface, which drawaot.h documents: those of every library here, those of a family in its folder.
/// They stand apart from <see cref="Calls"/> because the compiler optimises what is called from unmanaged code less: each only
/// goes on to the method of its name there.
/// </summary>
internal static unsafe partial class Exports
{
    private const string Prefix = "drawaot_";

    /// <summary>Changes with whatever a program that was compiled before would misunderstand.</summary>
    private const int AbiVersionNumber = 1;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "abi_version")]
    public static int AbiVersion() => AbiVersionNumber;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "version")]
    public static byte* Version() => Calls.TextOf(LinkedModel.Version);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_name")]
    public static byte* ModelName() => Calls.TextOf(LinkedModel.Name);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_family")]
    public static byte* ModelFamily() => Calls.TextOf(LinkedModel.Family);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "instruction_set")]
    public static byte* InstructionSet() => Calls.InstructionSet;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "last_error")]
    public static byte* LastErrorText() => LastError.Text;

    [UnmanagedCallersOnly(EntryPoint = Prefix + "get_runtime_counters")]
    public static Status GetRuntimeCounters(RuntimeCounters* counters) => Calls.GetRuntimeCounters(counters);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "attach_thread")]
    public static Status AttachThread() => Calls.AttachThread();

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_create")]
    public static Status CreateModel(nint* model) => Calls.CreateModel(model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_load")]
    public static Status LoadModel(byte* path, nint* model) => Calls.LoadModel(path, model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_destroy")]
    public static Status DestroyModel(nint model) => Calls.DestroyModel(model);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "model_memory")]
    public static Status ModelMemory(nint model, ulong* bytes) => Calls.ModelMemory(model, bytes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_create")]
    public static Status CreateSession(nint model, nint* session) => Calls.CreateSession(model, session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_destroy")]
    public static Status DestroySession(nint session) => Calls.DestroySession(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "session_memory")]
    public static Status SessionMemory(nint session, ulong* bytes) => Calls.SessionMemory(session, bytes);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "warm_up")]
    public static Status WarmUp(nint session) => Calls.WarmUp(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "step")]
    public static Status Step(nint session) => Calls.Step(session);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "glimpse")]
    public static Status Glimpse(nint session, int* glimpse) => Calls.Glimpse(session, glimpse);

    [UnmanagedCallersOnly(EntryPoint = Prefix + "read_window")]
    public static Status ReadWindow(nint session, Window* window) => Calls.ReadWindow(session, window);
}
