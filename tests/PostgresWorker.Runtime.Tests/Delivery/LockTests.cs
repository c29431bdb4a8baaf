using Microsoft.Extensions.DependencyInjection;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Locking;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Sources;
using PostgresWorker.Tests.Rows;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class LockTests : IChangeLocker, IChangeLock
{
    private readonly CapturingLogger _logger = new();
    private readonly List<string> _seen = [];
    private bool _isLost;

    [Fact]
    public async Task A_key_is_locked_around_the_call_and_verified_before_it_counts()
    {
        Assert.Equal(AttemptEnd.Handled, (await RunAsync()).End);
        Assert.Equal(["lock shop public.others:", "listener", "verify", "release"], _seen);
    }

    [Fact]
    public async Task A_lock_that_was_lost_fails_the_attempt_and_is_released()
    {
        _isLost = true;
        Assert.IsType<IOException>((await RunAsync()).Error);
        Assert.Equal(["lock shop public.others:", "listener", "verify", "release"], _seen);
    }

    [Fact]
    public async Task A_listener_that_fails_releases_it_unverified()
    {
        Assert.IsType<TimeoutException>((await RunAsync(() => throw new TimeoutException())).Error);
        Assert.Equal(["lock shop public.others:", "listener", "release"], _seen);
    }

    [Fact]
    public void A_row_locks_its_key_and_the_one_that_it_had_before()
    {
        Assert.Equal(["public.things:7"], Keys([], Shop.Tuple(7)));
        Assert.Equal(["public.things:7"], Keys(Shop.Tuple(7), []));
        Assert.Equal(["public.things:10", "public.things:9"], Keys(Shop.Tuple(9), Shop.Tuple(10)));
        Assert.Equal(["public.things:258"], Keys([], TupleValue.Tuple(TupleValue.Binary([0, 0, 0, 0, 0, 0, 1, 2]), TupleValue.Null)));
    }

    public ValueTask<IChangeLock> AcquireAsync(string source, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        _seen.Add($"lock {source} {string.Join(' ', keys)}");
        return ValueTask.FromResult<IChangeLock>(this);
    }

    public ValueTask VerifyAsync(CancellationToken cancellationToken)
    {
        _seen.Add("verify");
        return _isLost ? throw new IOException("the connection is gone") : default;
    }

    public ValueTask DisposeAsync()
    {
        _seen.Add("release");
        return default;
    }

    private static SortedSet<string> Keys(byte[] old, byte[] @new)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        LockKeys.Add(Table.Layout(("id", Table.Bigint), ("note", Table.Text)), new RowImage(OldTupleKind.Full, old, @new), keys);
        return keys;
    }

    private Task<AttemptResult> RunAsync(Action? listener = null)
    {
        var services = new ServiceCollection().AddSingleton<IChangeLocker>(this).BuildServiceProvider();
        var route = new TruncateListenerRoute("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (_, _, _) =>
        {
            _seen.Add("listener");
            listener?.Invoke();
            return default;
        });
        var context = new ChangeContext(Shop.Transaction, Shop.Other, new Lsn(1), 0);
        var routed = new RoutedChange(route, new Truncated(context), context, 0);
        return Attempts.Create(services, new SourceOptions(), TimeProvider.System, _logger).RunAsync(routed, 1, CancellationToken.None).AsTask().InTime();
    }
}
