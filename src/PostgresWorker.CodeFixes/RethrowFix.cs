using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using PostgresWorker.Generators.Diagnostics;

namespace PostgresWorker.CodeFixes;

/// <summary>Lets out what an empty catch block would swallow.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RethrowFix : NodeFix<CatchClauseSyntax>
{
    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.Swallowed];

    private protected override IEnumerable<Edit> Edits(CatchClauseSyntax node, Place place)
    {
        var rethrowing = node.Block.AddStatements(SyntaxFactory.ThrowStatement().WithAdditionalAnnotations(Formatter.Annotation));
        return [new Edit("Throw it on", place.With(node.Block, rethrowing.WithAdditionalAnnotations(Formatter.Annotation)))];
    }
}
