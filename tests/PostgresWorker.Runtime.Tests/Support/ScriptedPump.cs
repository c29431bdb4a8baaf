using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Hosting;
using PostgresWorker.Tests.Delivery;

namespace PostgresWorker.Tests.Support;

/// <summary>A pump between a script and the test's listeners.</summary>
/// <param name="lanes">How many lanes deliver.</param>
/// <param name="capacity">How many changes may be unfinished.</param>
internal sealed class ScriptedPump(int lanes = 4, int capacity = 64) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cutOff = new();
    private readonly WriterTurn _turn = new();

    public ScriptedSource Source { get; } = new();

    public LaneSet Lanes { get; } = Handlers.Lanes(lanes, capacity, new ServiceCollection().BuildServiceProvider());

    public AckTracker Acks { get; } = new(Lsn.None);

    /// <summary>Ends when reading does, and as it does.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start(params ListenerRoute[] routes) =>
        Ended = new Pump(Source, new Router(routes, new WireStore()), Lanes, Acks, _turn).RunAsync(_stopping.Token, _cutOff.Token);

    /// <summary>Waits until what ends at <paramref name="position"/> is handled, and all before it.</summary>
    public Task ConfirmedAsync(ulong position) => Deadline.Until(() => Acks.Confirmed == new Lsn(position));

    /// <summary>Has reading end between two transactions.</summary>
    public Task StopReadingAsync() => _stopping.CancelAsync();

    /// <summary>Has reading end within a transaction.</summary>
    public Task CutOffAsync() => _cutOff.CancelAsync();

    /// <summary>Stops reading, between two transactions, and nothing else has ended it.</summary>
    public async Task StopAsync()
    {
        await StopReadingAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Ended.InTime());
    }

    public async ValueTask DisposeAsync()
    {
        await StopReadingAsync();
        await CutOffAsync();
        await Ended.InTime().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Lanes.DisposeAsync();
        _stopping.Dispose();
        _cutOff.Dispose();
        _turn.Dispose();
    }
}
