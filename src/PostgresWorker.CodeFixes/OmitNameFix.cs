namespace PostgresWorker.CodeFixes;

/// <summary>Leaves out a source's or a listener's name that is empty, so that the default is meant.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OmitNameFix() : NodeFix<AttributeArgumentSyntax>(DiagnosticIds.EmptyName)
{
    private protected override IEnumerable<Edit> Edits(AttributeArgumentSyntax node, Place place) =>
        [new Edit("Leave it out", place.Root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia)!)];
}
