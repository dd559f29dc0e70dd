using System.Collections.Generic;
using System.Linq;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Emit;

/// <summary>
/// The user's class: the model's constants, its loaders and its sessions. It stands in the user's namespace, where any name may
/// mean something else, so every name from outside is spelled out from global:: on.
/// </summary>
/// <param name="Summary">The class's summary.</param>
/// <param name="Remarks">Its remarks, before the sentence on threads.</param>
/// <param name="Constants">The constants of this family, after those of the image: name, value and summary.</param>
/// <param name="Members">Further members of the class, with their documentation; empty for none.</param>
/// <param name="Interface">The interface of models of this family, in namespace DrawAot.</param>
/// <param name="ShapeType">The record of its sizes, in namespace DrawAot.Manifest.</param>
/// <param name="ShapeArguments">The arguments of that record's constructor, a line each or several.</param>
/// <param name="SessionSummary">The summary of its session.</param>
internal sealed record ClassFile(
    string Summary, string Remarks, IReadOnlyList<(string Name, int Value, string Summary)> Constants, string Members,
    string Interface, string ShapeType, string ShapeArguments, string SessionSummary)
{
    public SourceFile Emit(ModelPlan plan)
    {
        ModelShape shape = plan.Manifest.ModelShape;
        string self = "global::" + plan.QualifiedName, session = "global::DrawAot." + plan.Family.SessionBase;
        string place = plan.Namespace.Length == 0 ? "" : $"namespace {plan.Namespace};\n\n";
        const string Compliance = "#pragma warning disable CS3001, CS3002, CS3003, CS3009 // types of DrawAot promise no CLS compliance\n\n";
        return SourceFile.Of(plan, "Model", Compliance + place + $$"""
            /// <summary>{{Summary}}</summary>
            /// <remarks>
            /// {{Remarks.Replace("\n", "\n/// ")}}
            /// A model is read-only and shared by any number of sessions; a session belongs to one thread at a time.
            /// </remarks>
            [{{SourceFile.GeneratedCode}}]
            partial class {{plan.ClassName}} : global::DrawAot.{{Interface}}
            {
                /// <summary>Width A of an image, in pixels.</summary>
                public const int Width = {{shape.Width}};

                /// <summary>Height B of an image, in pixels.</summary>
                public const int Height = {{shape.Height}};

                /// <summary>Channels C of an image.</summary>
                public const int Channels = {{shape.Channels}};

                /// <summary>Values in an image, C·B·A, in channel, row, column order.</summary>
                public const int PixelCount = Channels * Height * Width;

                /// <summary>Number of glimpses T.</summary>
                public const int Glimpses = {{shape.Glimpses}};

            {{string.Join("\n\n", Constants.Select(constant => Lines.Indent(1, Constant(constant))))}}

                /// <summary>Name of the weights file that belongs to this model.</summary>
                public const string WeightsFile = {{Quote(plan.Manifest.WeightsFile)}};

                /// <summary>SHA-256 of that file.</summary>
                public const string WeightsSha256 = "{{plan.Manifest.WeightsSha256}}";

                private static readonly global::DrawAot.Manifest.{{ShapeType}} s_shape = new(
            {{Lines.Indent(2, ShapeArguments)}});

                private readonly global::DrawAot.Numerics.AlignedMemory _weights;
                private bool _disposed;

                private {{plan.ClassName}}(global::DrawAot.Weights.SafetensorsFile file) =>
                    _weights = global::DrawAot.Runtime.PackedWeights.Of(file, s_shape, Precision);

                /// <summary>All sizes of the model.</summary>
                public global::DrawAot.Manifest.{{ShapeType}} Shape => s_shape;

                /// <summary>Precision in which the weights are stored and multiplied.</summary>
                public global::DrawAot.Manifest.WeightPrecision Precision => global::DrawAot.Manifest.WeightPrecision.{{plan.Precision}};

                /// <summary>Bytes that the packed weights take.</summary>
                public long MemorySize => (long)_weights.Length * sizeof(float);

            {{(Members.Length == 0 ? "" : Lines.Indent(1, Members) + "\n\n")}}    /// <summary>Loads the weights from a file.</summary>
                /// <exception cref="global::DrawAot.Weights.WeightsException">The file is not the one that the manifest describes.</exception>
                /// <exception cref="global::System.IO.IOException">The file cannot be read.</exception>
                public static {{self}} Load(string path)
                {
                    global::DrawAot.Runtime.Contract.Require({{ContractVersion.Current}}, "{{plan.ClassName.TrimStart('@')}}");
                    return Open(path);
                }

                /// <summary>Loads the weights from this assembly, where they are the resource named <see cref="WeightsFile"/>.</summary>
                /// <exception cref="global::DrawAot.Weights.WeightsException">The resource is missing, or not the one that the manifest describes.</exception>
                public static {{self}} LoadEmbedded()
                {
                    global::DrawAot.Runtime.Contract.Require({{ContractVersion.Current}}, "{{plan.ClassName.TrimStart('@')}}");
                    return OpenEmbedded();
                }

                /// <summary>Creates a session: all the memory that it will ever use.</summary>
                /// <exception cref="global::System.ObjectDisposedException">The model is disposed.</exception>
                public Session CreateSession()
                {
                    global::System.ObjectDisposedException.ThrowIf(_disposed, this);
                    return new Session(_weights);
                }

                {{session}} global::DrawAot.{{Interface}}.CreateSession() => CreateSession();

                // Apart from the check of the contract: the runtime of another contract may lack what these call.
                private static {{self}} Open(string path) =>
                    new(global::DrawAot.Weights.ModelWeights.Read(path, WeightsSha256, s_shape));

                private static {{self}} OpenEmbedded() =>
                    new(global::DrawAot.Weights.ModelWeights.ReadEmbedded(typeof({{self}}).Assembly, WeightsFile, WeightsSha256, s_shape));

                /// <summary>Lets go of the weights; sessions that exist keep them until they are disposed too.</summary>
                public void Dispose()
                {
                    _disposed = true;
                    _weights.Dispose();
                }

                /// <summary>{{SessionSummary}}</summary>
                public sealed partial class Session : {{session}}
                {
                    internal Session(global::DrawAot.Numerics.AlignedMemory weights)
                        : base(new global::{{plan.KernelNamespace}}.State({{self}}.s_shape, weights))
                    {
                    }
                }
            }
            """);
    }

    private static string Constant((string Name, int Value, string Summary) constant) => $"""
        /// <summary>{constant.Summary}</summary>
        public const int {constant.Name} = {constant.Value};
        """;

    /// <summary>A C# string literal; in a file name the manifest allows nothing that would have to be escaped.</summary>
    private static string Quote(string text) => "\"" + text + "\"";
}
