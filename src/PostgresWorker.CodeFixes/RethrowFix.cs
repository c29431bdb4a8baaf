using Microsoft.CodeAnalysis.Formatting;

namespace PostgresWorker.CodeFixes;

/// <summary>Lets out what an empty catch block would swallow.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RethrowFix() : NodeFix<CatchClauseSyntax>(DiagnosticIds.Swallowed)
{
    private protected override IEnumerable<Edit> Edits(CatchClauseSyntax node, Place place)
    {
        var rethrowing = node.Block.AddStatements(SyntaxFactory.ThrowStatement().WithAdditionalAnnotations(Formatter.Annotation));
        return [new Edit("Throw it on", place.With(node.Block, rethrowing.WithAdditionalAnnotations(Formatter.Annotation)))];
    }
}
