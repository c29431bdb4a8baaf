namespace PostgresWorker.CodeFixes;

/// <summary>Removes an attribute that changes nothing where it stands: there is no listener.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class RemovePolicyFix() : NodeFix<AttributeSyntax>(DiagnosticIds.PolicyWithoutListener)
{
    private protected override IEnumerable<Edit> Edits(AttributeSyntax node, Place place)
    {
        var removed = node.Parent is AttributeListSyntax { Attributes.Count: 1 } list
            ? place.Root.RemoveNode(list, SyntaxRemoveOptions.KeepLeadingTrivia)
            : place.Root.RemoveNode(node, SyntaxRemoveOptions.KeepNoTrivia);
        return [new Edit("Remove it", removed!)];
    }
}
