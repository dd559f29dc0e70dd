using System.CommandLine;
using DrawAot.Bench.Baselines;
using DrawAot.Bench.Commands;

if (args is [TorchPicture.Command, string manifest, string output])
{
    return TorchPicture.Run(manifest, output);
}

RootCommand root = new("Measures DrawAot against what people would use instead, and against what the hardware allows.")
{
    RatiosCommand.Create(),
};
return root.Parse(args).Invoke();
