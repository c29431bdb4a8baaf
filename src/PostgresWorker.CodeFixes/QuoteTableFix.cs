using System.Globalization;

namespace PostgresWorker.CodeFixes;

/// <summary>Quotes a table's name as SQL asks for it; or writes it in small letters, which is what SQL reads without quotes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class QuoteTableFix() : NodeFix<LiteralExpressionSyntax>(DiagnosticIds.MalformedTable)
{
    private const int LongestIdentifier = 63;

    private protected override IEnumerable<Edit> Edits(LiteralExpressionSyntax node, Place place)
    {
        var parts = node.Token.ValueText.Split('.');
        if (!node.IsKind(SyntaxKind.StringLiteralExpression) || parts.Length > 2 || !Array.TrueForAll(parts, CanBeName))
        {
            yield break;
        }

        yield return new Edit("Quote the name", place.With(node, Literal(node, parts.Select(static part => IsPlain(part) ? part : $"\"{part}\""))));

        var small = parts.Select(static part => part.ToLower(CultureInfo.InvariantCulture)).ToList();
        if (small.TrueForAll(IsPlain))
        {
            yield return new Edit("Use small letters", place.With(node, Literal(node, small)));
        }
    }

    // What has quotes was meant to be quoted, and only its author knows how; white space at an end is more likely a slip than a name.
    private static bool CanBeName(string part) =>
        part.Length is > 0 and <= LongestIdentifier && part.Trim() == part && part.IndexOf('"') < 0 && !part.Any(char.IsControl);

    private static bool IsPlain(string part) => part.Select(static (character, index) =>
        character is (>= 'a' and <= 'z') or '_' || (index > 0 && character is (>= '0' and <= '9') or '$')).All(static isPlain => isPlain);

    private static LiteralExpressionSyntax Literal(LiteralExpressionSyntax old, IEnumerable<string> parts) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(string.Join(".", parts))).WithTriviaFrom(old);
}
