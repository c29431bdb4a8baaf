using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

/// <summary>Handlers that end when the test says so; changes are told apart by their ordinals.</summary>
internal sealed class Handlers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _gates = new();
    private readonly ConcurrentQueue<int> _done = new();
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<LaneSet> _lanes = [];
    private readonly ListenerRoute _route;
    private int _running;

    public Handlers() => _route = Shop.TruncateListener("Things.Gone", (change, _, token) => HandleAsync(change.Context.Ordinal, token));

    /// <summary>What was handled, in the order of ending.</summary>
    public IReadOnlyList<int> Done => [.. _done];

    /// <summary>The lanes' clock.</summary>
    public ManualTimeProvider Time { get; } = new();

    public int Running => Volatile.Read(ref _running);

    public int MostRunning { get; private set; }

    /// <summary>The token that the latest handler was given.</summary>
    public CancellationToken LastToken { get; private set; }

    /// <summary>Lanes that end with the handlers, also when a test fails before it lets them go.</summary>
    public LaneSet Lanes(int count, int capacity) => Lanes(new LaneSettings(count, capacity));

    public LaneSet Lanes(LaneSettings settings, WireStore? wire = null)
    {
        _lanes.Add(Lanes(settings, new ServiceCollection().BuildServiceProvider(), Time, wire ?? new WireStore()));
        return _lanes[^1];
    }

    public static LaneSet Lanes(int count, int capacity, IServiceProvider services, TimeProvider? time = null) =>
        Lanes(new LaneSettings(count, capacity), services, time ?? new ManualTimeProvider(), new WireStore());

    private static LaneSet Lanes(LaneSettings settings, IServiceProvider services, TimeProvider time, WireStore wire)
    {
        var options = new SourceOptions { MinRetryDelay = TimeSpan.FromSeconds(1), MaxRetryDelay = TimeSpan.FromSeconds(1), HandlerTimeout = Timeout.InfiniteTimeSpan };
        var logger = new CapturingLogger();
        return new LaneSet(settings, Attempts.Create(services, options, time, logger), new HaltWhenExhausted(), time, logger, wire);
    }

    public RoutedChange Change(int ordinal, int key = 0) => Shop.Routed(_route, ordinal, key);

    /// <summary>Lets one handler end, at once if it has not begun.</summary>
    public void Release(int ordinal) => Gate(ordinal).TrySetResult();

    /// <summary>Lets all handlers end, those to come as well.</summary>
    public void ReleaseAll() => _all.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        ReleaseAll();
        foreach (var lanes in _lanes)
        {
            await lanes.DisposeAsync();
        }
    }

    private async ValueTask HandleAsync(int ordinal, CancellationToken token)
    {
        lock (_lock)
        {
            LastToken = token;
            MostRunning = Math.Max(MostRunning, Interlocked.Increment(ref _running));
        }

        await Task.WhenAny(Gate(ordinal).Task, _all.Task);
        _done.Enqueue(ordinal);
        Interlocked.Decrement(ref _running);
    }

    private TaskCompletionSource Gate(int ordinal) => _gates.GetOrAdd(ordinal, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
