using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PostgresWorker.Generators.Parsing;

/// <summary>
/// A compilation, equal to another that differs from it in bodies of methods only: what listeners and rows are depends on declarations, so typing in a
/// body, which is most typing, makes nothing be read again. The pipeline keeps the first of equal ones, and with it what is bound of it.
/// </summary>
internal sealed class Declarations(Compilation compilation) : IEquatable<Declarations>
{
    public Compilation Compilation { get; } = compilation;

    public bool Equals(Declarations? other) =>
        other is not null &&
        (Compilation == other.Compilation ||
            (Compilation.AssemblyName == other.Compilation.AssemblyName &&
                Compilation.Options.Equals(other.Compilation.Options) &&
                Compilation.References.SequenceEqual(other.Compilation.References) &&
                AreEqual(Compilation.SyntaxTrees, other.Compilation.SyntaxTrees)));

    public override bool Equals(object? obj) => Equals(obj as Declarations);

    // Nothing asks for it; equal compilations have one name.
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Compilation.AssemblyName ?? "");

    private static bool AreEqual(IEnumerable<SyntaxTree> trees, IEnumerable<SyntaxTree> others)
    {
        using var one = trees.GetEnumerator();
        using var other = others.GetEnumerator();
        while (one.MoveNext())
        {
            if (!other.MoveNext() || !AreEqual(one.Current, other.Current))
            {
                return false;
            }
        }

        return !other.MoveNext();
    }

    // Top level is all that can matter to what is declared: constants and attributes count, bodies and initializers of fields do not.
    private static bool AreEqual(SyntaxTree tree, SyntaxTree other) =>
        tree == other || (tree.Options.Equals(other.Options) && tree.FilePath == other.FilePath && SyntaxFactory.AreEquivalent(tree, other, topLevel: true));
}
