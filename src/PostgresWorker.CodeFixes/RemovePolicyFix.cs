using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.CodeFixes;

/// <summary>Removes an attribute that changes nothing where it stands: there is no listener.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemovePolicyFix : NodeFix<AttributeSyntax>
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.PolicyWithoutListener];

    private protected override IEnumerable<Edit> Edits(AttributeSyntax node, Place place)
    {
        var removed = node.Parent is AttributeListSyntax { Attributes.Count: 1 } list
            ? place.Root.RemoveNode(list, SyntaxRemoveOptions.KeepLeadingTrivia)
            : place.Root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia);
        return [new Edit("Remove it", removed!)];
    }
}
