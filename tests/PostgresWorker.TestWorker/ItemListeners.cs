using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PostgresWorker.TestWorker;

internal sealed class ItemListeners(DeliveryLog log, Trouble trouble, IConfiguration configuration)
{
    private const string Until = "until ";

    private readonly int _milliseconds = int.Parse(configuration["HandlerMilliseconds"] ?? "0", CultureInfo.InvariantCulture);

    /// <summary>Fails with an item whose note is <c>until</c> and a path for as long as no such file is there.</summary>
    [PostgresListener("test", "items")]
    public async ValueTask OnItem(Change<Item> change, CancellationToken ct)
    {
        await trouble.MeetAsync(change, ct);
        if (change.Row.Note is { } note && note.StartsWith(Until, StringComparison.Ordinal) && !File.Exists(note[Until.Length..]))
        {
            throw new InvalidOperationException($"There is no {note[Until.Length..]}.");
        }

        if (_milliseconds > 0)
        {
            await Task.Delay(_milliseconds, ct);
        }

        log.Write(change);
    }
}
