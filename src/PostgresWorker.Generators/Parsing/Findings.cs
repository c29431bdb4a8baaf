using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Takes what the parsers object to: the analyzer reports it, the generator only asks whether there was something.</summary>
/// <param name="report">Takes the diagnostics; null for the generator.</param>
internal sealed class Findings(Action<Diagnostic>? report)
{
    /// <summary>Whether the listener must be left out.</summary>
    public bool Any { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        Any = true;
        report?.Invoke(Diagnostic.Create(descriptor, location ?? Location.None, arguments));
    }

    /// <summary>Leaves the listener out without a word, for the compiler has one.</summary>
    public void LeaveToCompiler() => Any = true;

    /// <summary>Findings about a part, which make the whole wrong too.</summary>
    public bool Include(Findings part)
    {
        Any |= part.Any;
        return !part.Any;
    }

    public Findings Part() => new(report);
}
