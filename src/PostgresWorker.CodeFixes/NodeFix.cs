using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;

namespace PostgresWorker.CodeFixes;

/// <summary>A fix that changes the file of the diagnostic, beginning at one node there.</summary>
/// <typeparam name="TNode">What the diagnostic is about, or stands in.</typeparam>
public abstract class NodeFix<TNode> : CodeFixProvider
    where TNode : SyntaxNode
{
    private protected NodeFix(params string[] ids) => FixableDiagnosticIds = [.. ids];

    /// <inheritdoc />
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc />
    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc />
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root is null || model is null || root.FindNode(context.Span, getInnermostNodeForTie: true).FirstAncestorOrSelf<TNode>() is not { } node)
        {
            return;
        }

        foreach (var edit in Edits(node, new Place(context.Document, root, model, context.CancellationToken)))
        {
            context.RegisterCodeFix(
                CodeAction.Create(edit.Title, _ => Task.FromResult(context.Document.WithSyntaxRoot(edit.Root)), equivalenceKey: edit.Title),
                context.Diagnostics);
        }
    }

    /// <summary>What is offered; nothing where no repair is certain to be one.</summary>
    private protected abstract IEnumerable<Edit> Edits(TNode node, Place place);
}
