namespace PostgresWorker.CodeFixes;

/// <summary>A repair: what the editor's menu says, and the file as it then is.</summary>
internal sealed class Edit(string title, SyntaxNode root)
{
    public string Title { get; } = title;

    public SyntaxNode Root { get; } = root;
}
