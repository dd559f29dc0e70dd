using Xunit.Sdk;
using Xunit.v3;

// libtorch has one pool of threads and one random generator for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]

// Threads that wait by spinning would be in each other's way on a machine that does other things too.
[assembly: AssemblyFixture(typeof(DrawAot.Torch.Tests.OneThread))]
