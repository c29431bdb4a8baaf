namespace PostgresWorker.CodeFixes;

/// <summary>Takes <c>ref</c>, <c>in</c> and <c>out</c> from a listener's parameter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TakeByValueFix() : NodeFix<ParameterSyntax>(DiagnosticIds.ByReference)
{
    private protected override IEnumerable<Edit> Edits(ParameterSyntax node, Place place)
    {
        if (node.Parent?.Parent is MethodDeclarationSyntax method && GivenSignature.Is(method, place))
        {
            return [];
        }

        var byValue = node
            .WithModifiers([.. node.Modifiers.Where(static modifier => !IsByReference(modifier))])
            .WithTriviaFrom(node);
        return [new Edit("Take by value", place.With(node, byValue))];
    }

    private static bool IsByReference(SyntaxToken modifier) =>
        modifier.Kind() is SyntaxKind.RefKeyword or SyntaxKind.InKeyword or SyntaxKind.OutKeyword or SyntaxKind.ReadOnlyKeyword;
}
