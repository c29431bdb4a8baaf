using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PostgresWorker.TestWorker;

/// <summary>What befalls the row whose key is <c>Trouble</c>: its changes fail, and where <c>Hang</c> is set, their replays never end.</summary>
internal sealed class Trouble(IConfiguration configuration)
{
    private readonly long _key = long.Parse(configuration["Trouble"] ?? "0", CultureInfo.InvariantCulture);
    private readonly bool _hangs = configuration["Hang"] is not null;

    public Task MeetAsync(Change<Item> change, CancellationToken ct)
    {
        if (change.Row.Id != _key)
        {
            return Task.CompletedTask;
        }

        if (!_hangs || !change.Context.IsReplay)
        {
            throw new InvalidOperationException("trouble");
        }

        Console.WriteLine($"hangs on {change.Context.Id}");
        return Task.Delay(Timeout.Infinite, ct);
    }
}
