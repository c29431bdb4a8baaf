namespace PostgresWorker.Integration.Worker;

/// <summary>What fits the letters' table without its name.</summary>
public sealed record NamelessLetter(long Id);

/// <summary>What fits it with a key that is a text.</summary>
public sealed record TextLetter(string Id, string Name);

/// <summary>Later builds of the listener of letters: the same listener by its name, of the same slot.</summary>
public sealed class MendedLetters(Inbox inbox)
{
    [PostgresListener("letters-nameless", "letters", Name = "letters")]
    public Task OnNameless(Change<NamelessLetter> change, CancellationToken ct) => inbox.TakeAsync(change, ct);

    [PostgresListener("letters-text", "letters", Name = "letters")]
    public Task OnText(Change<TextLetter> change, CancellationToken ct) => inbox.TakeAsync(change, ct);
}

internal sealed class NamelessLetters : ISourceNamed
{
    public static string Name => "letters-nameless";
}

internal sealed class TextLetters : ISourceNamed
{
    public static string Name => "letters-text";
}
