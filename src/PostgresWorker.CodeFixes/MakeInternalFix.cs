using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Editing;

namespace PostgresWorker.CodeFixes;

/// <summary>Makes a private listener, its class or its row type internal.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MakeInternalFix : CodeFixProvider
{
    private const string Title = "Make internal";

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.Inaccessible, DiagnosticIds.InaccessibleRow, DiagnosticIds.FileLocal];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var declaration = root?.FindNode(context.Span).FirstAncestorOrSelf<MemberDeclarationSyntax>();

        // A row type's fault is said at the listener where the type has no source here.
        if (declaration is null || !Names(declaration).Contains(context.Span))
        {
            return;
        }

        var isFileLocal = context.Diagnostics[0].Id == DiagnosticIds.FileLocal;
        context.RegisterCodeFix(
            CodeAction.Create(Title, cancellation => ApplyAsync(context.Document, declaration, isFileLocal, cancellation), equivalenceKey: Title),
            context.Diagnostics);
    }

    private static Microsoft.CodeAnalysis.Text.TextSpan Names(MemberDeclarationSyntax declaration) => declaration switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Span,
        MethodDeclarationSyntax method => method.Identifier.Span,
        _ => default,
    };

    private static async Task<Document> ApplyAsync(Document document, MemberDeclarationSyntax declaration, bool isFileLocal, CancellationToken cancellation)
    {
        var editor = await DocumentEditor.CreateAsync(document, cancellation).ConfigureAwait(false);
        if (isFileLocal)
        {
            FileModifier.Replace(editor, declaration);
        }
        else
        {
            editor.SetAccessibility(declaration, Accessibility.Internal);
        }

        return editor.GetChangedDocument();
    }
}
