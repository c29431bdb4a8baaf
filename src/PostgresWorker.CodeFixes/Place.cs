namespace PostgresWorker.CodeFixes;

/// <summary>The file that has the diagnostic.</summary>
internal sealed class Place(Document document, SyntaxNode root, SemanticModel model, CancellationToken cancellation)
{
    public Document Document { get; } = document;

    public SyntaxNode Root { get; } = root;

    public SemanticModel Model { get; } = model;

    public CancellationToken Cancellation { get; } = cancellation;

    /// <summary>The file with one node changed.</summary>
    public SyntaxNode With(SyntaxNode old, SyntaxNode changed) => Root.ReplaceNode(old, changed);
}
