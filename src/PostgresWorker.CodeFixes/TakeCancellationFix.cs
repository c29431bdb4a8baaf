namespace PostgresWorker.CodeFixes;

/// <summary>Has a listener take a <c>CancellationToken</c>, as its last parameter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class TakeCancellationFix() : NodeFix<MethodDeclarationSyntax>(DiagnosticIds.NoCancellation)
{
    private const string Name = "cancellationToken";

    private protected override IEnumerable<Edit> Edits(MethodDeclarationSyntax node, Place place)
    {
        if (GivenSignature.Is(node, place) || Names(node).Contains(Name))
        {
            return [];
        }

        var parameters = node.ParameterList.Parameters;
        var isOptional = parameters.LastOrDefault()?.Default is not null;
        var token = SyntaxFactory.Parameter(SyntaxFactory.Identifier(Name))
            .WithType(ImportedType.Of("System.Threading.CancellationToken", place, node).WithTrailingTrivia(SyntaxFactory.Space))
            .WithDefault(isOptional ? SyntaxFactory.EqualsValueClause(SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)).NormalizeWhitespace().WithLeadingTrivia(SyntaxFactory.Space) : null);
        return [new Edit("Take a CancellationToken", place.With(node, node.AddParameterListParameters(token)))];
    }

    private static IEnumerable<string> Names(MethodDeclarationSyntax method) =>
        method.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.IdentifierToken)).Select(static token => token.ValueText);
}
