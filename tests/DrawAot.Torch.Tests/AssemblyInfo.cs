using Xunit.Sdk;
using Xunit.v3;

// libtorch has one pool of threads and one random generator for the whole process.
[assembly: Parallelization(Mode = ParallelMode.None)]
