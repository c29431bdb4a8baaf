namespace PostgresWorker.CodeFixes;

/// <summary>Gives a listener whose name is taken one of its own, with the table in it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NameListenerFix() : NodeFix<AttributeSyntax>(DiagnosticIds.DuplicateName)
{
    private protected override IEnumerable<Edit> Edits(AttributeSyntax node, Place place)
    {
        if (node.ArgumentList is not { Arguments: var arguments } list || arguments.LastOrDefault(IsPositional) is not { } table ||
            node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
        {
            return [];
        }

        var given = arguments.FirstOrDefault(static argument => argument.NameEquals?.Name.Identifier.ValueText == "Name");
        var name = Free($"{Text(given, place) ?? Default(method)}.{Text(arguments.FirstOrDefault(IsTable) ?? table, place)?.Replace("\"", "")}", place.Root);
        var literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(name));
        return
        [
            new Edit("Give it a name of its own", given is not null
                ? place.With(given.Expression, literal.WithTriviaFrom(given.Expression))
                : place.With(list, list.AddArguments(SyntaxFactory.AttributeArgument(SyntaxFactory.NameEquals("Name"), null, literal).NormalizeWhitespace()))),
        ];
    }

    private static bool IsPositional(AttributeArgumentSyntax argument) => argument.NameEquals is null;

    private static bool IsTable(AttributeArgumentSyntax argument) => argument.NameColon?.Name.Identifier.ValueText == "table";

    private static string? Text(AttributeArgumentSyntax? argument, Place place) =>
        argument is null ? null : place.Model.GetConstantValue(argument.Expression, place.Cancellation).Value as string;

    private static string Default(MethodDeclarationSyntax method) =>
        string.Join(".", method.Ancestors().OfType<TypeDeclarationSyntax>().Select(static type => type.Identifier.ValueText).Reverse().Append(method.Identifier.ValueText));

    // Overloads of one method on one table would still have one name.
    private static string Free(string name, SyntaxNode root)
    {
        var taken = new HashSet<string>(root.DescendantTokens().Where(static token => token.IsKind(SyntaxKind.StringLiteralToken)).Select(static token => token.ValueText), StringComparer.Ordinal);
        return taken.Contains(name) ? Enumerable.Range(2, taken.Count).Select(number => $"{name}.{number}").First(candidate => !taken.Contains(candidate)) : name;
    }
}
