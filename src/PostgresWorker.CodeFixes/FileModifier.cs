using Microsoft.CodeAnalysis.Editing;

namespace PostgresWorker.CodeFixes;

internal static class FileModifier
{
    /// <summary>Puts <c>internal</c> in the place of <c>file</c>, which is no accessibility to the editor.</summary>
    public static void Replace(DocumentEditor editor, MemberDeclarationSyntax declaration)
    {
        var file = declaration.Modifiers.FirstOrDefault(static modifier => modifier.IsKind(SyntaxKind.FileKeyword));
        if (!file.IsKind(SyntaxKind.None))
        {
            var modifiers = declaration.Modifiers.Replace(file, SyntaxFactory.Token(SyntaxKind.InternalKeyword).WithTriviaFrom(file));
            editor.ReplaceNode(declaration, declaration.WithModifiers(modifiers));
        }
    }
}
