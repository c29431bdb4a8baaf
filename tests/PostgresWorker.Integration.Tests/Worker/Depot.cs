using System.Collections.Concurrent;

namespace PostgresWorker.Integration.Worker;

/// <summary>What the listeners of parcels were called with and have handled, as <c>id/version</c>; a note of <c>poison</c> fails until they are mended.</summary>
public sealed class Depot
{
    private readonly ConcurrentQueue<(string Listener, string Parcel)> _handled = new();
    private readonly ConcurrentQueue<(string Listener, string Parcel)> _attempts = new();

    /// <summary>Whether what is poison is handled like anything else.</summary>
    public bool IsMended { get; set; }

    /// <summary>What is done before anything is handled; nothing by default.</summary>
    public Func<string, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    public IReadOnlyList<string> Handled(string listener) => Of(_handled, listener);

    public IReadOnlyList<string> Attempts(string listener) => Of(_attempts, listener);

    /// <summary>What was handled of one key.</summary>
    public IReadOnlyList<string> Handled(string listener, long id) => [.. Handled(listener).Where(parcel => parcel.StartsWith($"{id}/", StringComparison.Ordinal))];

    public Task TakeAsync(string listener, Change<Parcel> change, CancellationToken cancellationToken) =>
        TakeAsync(listener, $"{change.Row.Id}/{change.Row.Version}", change.Row.Note, cancellationToken);

    public Task TakeAsync(EventPayload payload, CancellationToken cancellationToken) => payload.Action == "TRUNCATE"
        ? TakeAsync("untyped", "truncate", null, cancellationToken)
        : TakeAsync("untyped", $"{payload.GetId()}/{payload.Data.New!.Value.GetProperty("version")}", payload.Data.New!.Value.GetProperty("note").GetString(), cancellationToken);

    public async Task TakeAsync(string listener, IReadOnlyList<Change<Parcel>> changes, CancellationToken cancellationToken)
    {
        Array.ForEach([.. changes], change => _attempts.Enqueue((listener, Name(change))));
        await Before(string.Join(' ', changes.Select(Name)), cancellationToken);
        Refuse([.. changes.Select(change => change.Row.Note)]);
        Array.ForEach([.. changes], change => _handled.Enqueue((listener, Name(change))));
    }

    public async Task TakeAsync(string listener, string name, string? note, CancellationToken cancellationToken)
    {
        _attempts.Enqueue((listener, name));
        await Before(name, cancellationToken);
        if (listener != "beside")
        {
            Refuse(note);
        }

        _handled.Enqueue((listener, name));
    }

    private static string Name(Change<Parcel> change) => $"{change.Row.Id}/{change.Row.Version}";

    private static string[] Of(IEnumerable<(string Listener, string Parcel)> all, string listener) => [.. all.Where(one => one.Listener == listener).Select(one => one.Parcel)];

    private void Refuse(params string?[] notes)
    {
        if (!IsMended && notes.Contains("poison"))
        {
            throw new InvalidOperationException("poison");
        }
    }
}
