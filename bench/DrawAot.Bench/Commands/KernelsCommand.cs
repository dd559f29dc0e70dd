using System.CommandLine;
using DrawAot.Bench.Kernels;

namespace DrawAot.Bench.Commands;

/// <summary><c>kernels</c>: every kernel of sampling beside its roof.</summary>
internal static class KernelsCommand
{
    public static Command Create()
    {
        Command command = new("kernels", "Every kernel of sampling by itself, beside its measured roof, on one core.");
        command.SetAction(_ =>
        {
            IReadOnlyList<KernelFigure> figures = KernelFigures.Measure(
                rounds: 15, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(300));
            Console.WriteLine(KernelTable.Of(figures));
            return 0;
        });
        return command;
    }
}
