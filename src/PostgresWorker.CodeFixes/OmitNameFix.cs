using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.CodeFixes;

/// <summary>Leaves out a source's or a listener's name that is empty, so that the default is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class OmitNameFix : NodeFix<AttributeArgumentSyntax>
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.EmptyName];

    private protected override IEnumerable<Edit> Edits(AttributeArgumentSyntax node, Place place) =>
        [new Edit("Leave it out", place.Root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!)];
}
