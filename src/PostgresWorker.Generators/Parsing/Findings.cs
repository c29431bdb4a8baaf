using Microsoft.CodeAnalysis;

namespace PostgresWorker.Generators.Parsing;

/// <summary>Takes what the parsers object to: the analyzer reports it, the generator only asks whether there was something.</summary>
/// <param name="compilation">What is parsed.</param>
/// <param name="report">Takes the diagnostics; null for the generator.</param>
/// <param name="place">Where to say what has no place in the compilation.</param>
internal sealed class Findings(Compilation compilation, Action<Diagnostic>? report, Location? place)
{
    /// <summary>Whether the listener must be left out.</summary>
    public bool Any { get; private set; }

    public void Add(DiagnosticDescriptor descriptor, Location? location, params object[] arguments)
    {
        // A warning or a hint is said of a listener that works.
        Any |= descriptor.DefaultSeverity == DiagnosticSeverity.Error;
        report?.Invoke(Diagnostic.Create(descriptor, IsHere(location) ? location : place, arguments));
    }

    /// <summary>Leaves the listener out without a word, for the compiler has one.</summary>
    public void LeaveToCompiler() => Any = true;

    /// <summary>Findings about a part, which make the whole wrong too.</summary>
    public bool Include(Findings part)
    {
        Any |= part.Any;
        return !part.Any;
    }

    public Findings Part(Location? elsewhere = null) => new(compilation, report, elsewhere ?? place);

    // In an editor the types of another project have places too, in files of that project, where this one may not report.
    private bool IsHere(Location? location) => location?.SourceTree is { } tree && compilation.ContainsSyntaxTree(tree);
}
