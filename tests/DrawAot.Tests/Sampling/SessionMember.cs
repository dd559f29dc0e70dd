using System.Reflection;
using System.Reflection.Emit;

namespace DrawAot.Tests.Sampling;

/// <summary>A public member of a session that needs the session for itself: a method, or a property's getter.</summary>
internal static class SessionMember<TSession>
    where TSession : ModelSession
{
    /// <summary>Members that read constants only, or that may be called at any time.</summary>
    private static readonly string[] Free =
    [
        "DrawAot.Manifest.DrawShape get_Shape()", "DrawAot.Manifest.ClassifierShape get_Shape()", "Int64 get_MemorySize()", "Int32 get_BatchTile()", "Int32 get_BatchSize()", "Void Dispose()",
    ];

    private static readonly Dictionary<string, MethodInfo> All = typeof(TSession)
        .GetMethods(BindingFlags.Public | BindingFlags.Instance)
        .Where(method => method.DeclaringType != typeof(object) && !Free.Contains(method.ToString()))
        .ToDictionary(method => method.ToString()!);

    /// <summary>The signatures of all of them, found by reflection, so that none can be forgotten.</summary>
    public static IEnumerable<string> Signatures => All.Keys;

    /// <summary>A call of a member with the default of each parameter: zeros and empty spans. Its result is dropped.</summary>
    /// <remarks>Spans cannot pass through reflection, so the call is compiled.</remarks>
    public static Action<TSession> CallOf(string signature)
    {
        MethodInfo method = All[signature];
        var call = new DynamicMethod(method.Name, typeof(void), [typeof(TSession)], typeof(SessionMember<TSession>), skipVisibility: true);
        ILGenerator code = call.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        foreach (Type type in method.GetParameters().Select(parameter => parameter.ParameterType))
        {
            LocalBuilder local = code.DeclareLocal(type.IsByRef ? type.GetElementType()! : type);
            code.Emit(type.IsByRef ? OpCodes.Ldloca : OpCodes.Ldloc, local);
        }

        code.Emit(OpCodes.Callvirt, method);
        if (method.ReturnType != typeof(void))
        {
            code.Emit(OpCodes.Pop);
        }

        code.Emit(OpCodes.Ret);
        return call.CreateDelegate<Action<TSession>>();
    }
}
