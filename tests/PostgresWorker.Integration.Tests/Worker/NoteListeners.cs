namespace PostgresWorker.Integration.Worker;

/// <summary>A row with a value that is stored out of line, and that updates may leave out.</summary>
public sealed record Note(long Id, string Code, Unchanged<string?> Body)
{
    public const string Table = "CREATE TABLE notes (id bigint PRIMARY KEY, code text NOT NULL UNIQUE, body text); ALTER TABLE notes ALTER body SET STORAGE EXTERNAL, ALTER code SET STORAGE PLAIN";

    /// <summary>SQL of a value that is.</summary>
    public const string Large = "repeat('large', 2000)";
}

public sealed record Priced(long Id, decimal Price);

public sealed class NoteListeners(Inbox inbox)
{
    [PostgresListener("notes", "notes")]
    public Task OnNote(Updated<Note> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("new-notes", "notes")]
    public Task OnNew(Inserted<Note> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("priced", "prices", WhenChanged = [nameof(Priced.Price)])]
    public Task OnPrice(Updated<Priced> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class Notes : ISourceNamed
{
    public static string Name => "notes";
}

internal sealed class NewNotes : ISourceNamed
{
    public static string Name => "new-notes";
}

internal sealed class PricedItems : ISourceNamed
{
    public static string Name => "priced";
}
