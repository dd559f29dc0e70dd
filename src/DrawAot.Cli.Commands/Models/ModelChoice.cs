using System.CommandLine;

namespace DrawAot.Cli.Models;

/// <summary><c>--model</c> of a command.</summary>
/// <typeparam name="T">The kind of model that the command works with.</typeparam>
/// <param name="Option">The option.</param>
/// <param name="Find">The model that a command line chooses; an <see cref="IOException"/> or <see cref="InvalidDataException"/> where there is none.</param>
internal sealed record ModelChoice<T>(Option Option, Func<ParseResult, T> Find)
    where T : CommandModel;
