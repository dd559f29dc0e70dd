using System.Globalization;
using DrawAot.Generators.Emit;
using DrawAot.Generators.Planning;
using DrawAot.Layout;
using DrawAot.Manifest;

namespace DrawAot.Generators.Models.Draw;

/// <summary>
/// The user's own class: what the model is, how to load it, and its sessions. It stands in the user's namespace,
/// where any name may mean something else, so every name from outside is spelled out from global:: on.
/// </summary>
internal static class DrawClassFile
{
    public static SourceFile Emit(ModelPlan plan)
    {
        DrawShape shape = plan.Shape;
        string self = "global::" + plan.QualifiedName;
        string kernels = "global::" + plan.KernelNamespace;
        string place = plan.Namespace.Length == 0 ? "" : $"namespace {plan.Namespace};\n\n";
        const string Compliance = "#pragma warning disable CS3001, CS3002, CS3003, CS3009 // types of DrawAot promise no CLS compliance\n\n";
        string picture = $"{shape.Width}×{shape.Height}×{shape.Channels}";
        return SourceFile.Of(plan, "Model", Compliance + place + $$"""
            /// <summary>The DRAW model '{{plan.Manifest.Name}}': pictures of {{picture}} in {{SourceFile.Glimpses(shape)}}.</summary>
            /// <remarks>
            /// Each glimpse changes the canvas, and the picture is σ(canvas) after the last:
            /// <code>
            /// {{Dataflow.OfDecoding(shape).Replace("\n", "\n/// ")}}
            /// </code>
            /// To draw an image x again, each glimpse first looks at it and at x̂ = x − σ(canvas), what is still missing:
            /// <code>
            /// {{Dataflow.OfEncoding(shape).Replace("\n", "\n/// ")}}
            /// </code>
            /// A model is read-only and shared by any number of sessions; a session belongs to one thread at a time.
            /// </remarks>
            [{{SourceFile.GeneratedCode}}]
            partial class {{plan.ClassName}} : global::DrawAot.IDrawModel
            {
                /// <summary>Width A of a picture, in pixels.</summary>
                public const int Width = {{shape.Width}};

                /// <summary>Height B of a picture, in pixels.</summary>
                public const int Height = {{shape.Height}};

                /// <summary>Channels C of a picture.</summary>
                public const int Channels = {{shape.Channels}};

                /// <summary>Values in a picture, C·B·A, in channel, row, column order.</summary>
                public const int PixelCount = Channels * Height * Width;

                /// <summary>Glimpses T in which a picture is drawn.</summary>
                public const int Glimpses = {{shape.Glimpses}};

                /// <summary>Latent values Z of one glimpse.</summary>
                public const int Latent = {{shape.Latent}};

                /// <summary>Name of the weights file that belongs to this model.</summary>
                public const string WeightsFile = {{Quote(plan.Manifest.WeightsFile)}};

                /// <summary>SHA-256 of that file.</summary>
                public const string WeightsSha256 = "{{plan.Manifest.WeightsSha256}}";

                private static readonly global::DrawAot.Manifest.DrawShape s_shape = new(
                    Width, Height, Channels, Glimpses, Latent,
                    EncoderHidden: {{shape.EncoderHidden}},
                    DecoderHidden: {{shape.DecoderHidden}},
                    ReadAttention: {{OrNull(shape.ReadAttention)}},
                    WriteAttention: {{OrNull(shape.WriteAttention)}});

                private readonly global::DrawAot.Numerics.AlignedMemory _weights;
                private bool _disposed;

                private {{plan.ClassName}}(global::DrawAot.Weights.SafetensorsFile file) =>
                    _weights = global::DrawAot.Runtime.PackedWeights.Of(file, s_shape, Precision);

                /// <summary>All sizes of the model.</summary>
                public global::DrawAot.Manifest.DrawShape Shape => s_shape;

                /// <summary>How the weights are stored and multiplied.</summary>
                public global::DrawAot.Manifest.WeightPrecision Precision => global::DrawAot.Manifest.WeightPrecision.{{plan.Precision}};

                /// <summary>Bytes that the weights take, packed for drawing.</summary>
                public long MemorySize => (long)_weights.Length * sizeof(float);

                /// <summary>Loads the weights from a file.</summary>
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

                global::DrawAot.DrawSession global::DrawAot.IDrawModel.CreateSession() => CreateSession();

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

                /// <summary>Samples, reconstructs, encodes, decodes and scores, on one thread at a time, without allocating.</summary>
                public sealed partial class Session : global::DrawAot.DrawSession
                {
                    internal Session(global::DrawAot.Numerics.AlignedMemory weights)
                        : base(new {{kernels}}.State({{self}}.s_shape, weights))
                    {
                    }
                }
            }
            """);
    }

    private static string OrNull(int? size) => size?.ToString(CultureInfo.InvariantCulture) ?? "null";

    /// <summary>A C# string literal; in a file name the manifest allows nothing that would have to be escaped.</summary>
    private static string Quote(string text) => "\"" + text + "\"";
}
