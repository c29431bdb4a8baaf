using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// What a compilation declares, equal to that of another that differs in bodies of methods only: what listeners and rows are depends on declarations, so typing
/// in a body, which is most typing, makes nothing be read again.
/// </summary>
/// <remarks>
/// The pipeline keeps the first of equal ones for long, so the compilation, with all that is bound of it, is reached weakly. What is kept may not have been
/// read yet, where a run failed before: it is then read from the compilation of the newest one that it was found equal to.
/// </remarks>
internal sealed class Declarations(Compilation compilation) : IEquatable<Declarations>
{
    private readonly string? _assembly = compilation.AssemblyName;
    private readonly CompilationOptions _options = compilation.Options;
    private readonly DeclaredReference[] _references = [.. compilation.References.Select(static reference => new DeclaredReference(reference))];
    private readonly SyntaxTree[] _trees = [.. compilation.SyntaxTrees];
    private volatile WeakReference<Compilation> _compilation = new(compilation);

    /// <summary>The compilation: asked for in the run that brought it, or an equal one, in which that is alive.</summary>
    public Compilation Compilation => _compilation.TryGetTarget(out var target)
        ? target
        : throw new InvalidOperationException("Declarations are read in the run that brought them, not later.");

    public bool Equals(Declarations? other)
    {
        var isSame = IsSame(other);
        if (isSame)
        {
            // The pipeline asks what it keeps about what is new.
            _compilation = other!._compilation;
        }

        return isSame;
    }

    public override bool Equals(object? obj) => Equals(obj as Declarations);

    // Nothing asks for it; equal compilations have one name.
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_assembly ?? "");

    private bool IsSame(Declarations? other) =>
        other is not null &&
        _assembly == other._assembly &&
        _options.Equals(other._options) &&
        _references.SequenceEqual(other._references) &&
        _trees.Length == other._trees.Length &&
        _trees.Zip(other._trees, AreEqual).All(static same => same);

    // Top level is all that can matter to what is declared: constants and attributes count, bodies and initializers of fields do not.
    private static bool AreEqual(SyntaxTree tree, SyntaxTree other) =>
        tree == other || (tree.Options.Equals(other.Options) && tree.FilePath == other.FilePath && SyntaxFactory.AreEquivalent(tree, other, topLevel: true));
}
