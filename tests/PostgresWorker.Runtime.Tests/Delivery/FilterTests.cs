using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Filters;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Support;

namespace PostgresWorker.Tests.Delivery;

public sealed class FilterTests
{
    private readonly CapturingLogger _logger = new();
    private readonly List<string> _seen = [];
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Those_of_all_listeners_stand_outside_those_of_one_in_their_order()
    {
        await RunAsync([Named("method 1"), Named("method 2")], [Named("global 1"), Named("global 2")]);
        Assert.Equal(["global 1", "global 2", "method 1", "method 2", "listener", "method 2 after", "method 1 after", "global 2 after", "global 1 after"], _seen);
    }

    [Fact]
    public async Task It_sees_what_is_delivered_to_whom()
    {
        ChangeDelivery? seen = null;
        using var database = new ScriptedDatabase();
        var routed = Shop.Routed(Route([Of((delivery, next, token) => { seen = delivery; return next(token); })], needsTransaction: true), ordinal: 3);
        await Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions(), TimeProvider.System, _logger, database).RunAsync(routed, 4, CancellationToken.None).AsTask().InTime();
        Assert.Equal(("Things.Gone", 4), (seen!.Listener, seen.Attempt));
        Assert.Same(routed.Change, Assert.Single(seen.Changes));
        Assert.Same(routed.Context, seen.Context);
        Assert.NotNull(seen.Transaction);
        Assert.NotNull(seen.Services);
    }

    [Fact]
    public async Task It_sees_the_whole_of_a_batch()
    {
        IReadOnlyList<Change>? seen = null;
        var route = new BatchListenerRoute<Thing, Change<Thing>>("b", Shop.Name, Shop.Other, ChangeKinds.Rows, false, null!, 9, 1, (_, _, _) => default)
        {
            Filters = [Of((delivery, next, token) => { seen = delivery.Changes; return next(token); })],
        };
        var batch = new RoutedBatch([Shop.RoutedRow(route, 1), Shop.RoutedRow(route, 2)]);
        Assert.Equal(AttemptEnd.Handled, (await Create([]).RunAsync(batch, 1, CancellationToken.None).AsTask().InTime()).End);
        Assert.Equal([1, 2], seen!.Select(change => change.Context.Ordinal));
    }

    [Fact]
    public async Task One_that_does_not_go_on_skips_the_listener_and_the_change_is_handled()
    {
        Assert.Equal(AttemptEnd.Handled, (await RunAsync([Of((_, _, _) => default)])).End);
        Assert.Empty(_seen);
    }

    [Fact]
    public async Task What_it_throws_is_the_failure_in_place_of_the_listeners()
    {
        var result = await RunAsync([Of(async (_, next, token) =>
        {
            try
            {
                await next(token);
            }
            catch (IOException e)
            {
                throw new TimeoutException("wrapped", e);
            }
        })], listener: _ => throw new IOException("inside"));
        Assert.Equal("inside", Assert.IsType<TimeoutException>(result.Error).InnerException!.Message);
    }

    [Fact]
    public async Task It_may_give_the_listener_a_token_of_its_own_and_swallow_its_failure()
    {
        using var own = new CancellationTokenSource();
        CancellationToken given = default;
        var result = await RunAsync(
            [Of(async (_, next, _) => await next(own.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default))],
            listener: token => { given = token; throw new IOException("swallowed"); });
        Assert.Equal((AttemptEnd.Handled, own.Token), (result.End, given));
    }

    [Fact]
    public async Task A_listener_that_a_filter_leaves_behind_is_waited_for_and_the_attempt_has_failed()
    {
        var attempt = RunAsync([Of((delivery, next, token) => { _ = next(token).AsTask(); return default; })], listener: _ => _end.Task);
        Assert.False(attempt.IsCompleted);
        _end.SetException(new IOException("unseen"));
        var error = Assert.IsType<InvalidOperationException>((await attempt).Error);
        Assert.StartsWith("A filter of listener Things.Gone returned while the listener still ran", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listener_whose_filter_gave_up_is_waited_for_too()
    {
        var attempt = RunAsync([Of(async (delivery, next, token) => { _ = next(token).AsTask(); await Task.Yield(); throw new TimeoutException(); })], listener: _ => _end.Task);
        await Deadline.Until(() => _seen.Count == 1);
        Assert.False(attempt.IsCompleted);
        _end.SetResult();
        Assert.IsType<TimeoutException>((await attempt).Error);
    }

    [Fact]
    public async Task One_that_goes_on_when_its_call_has_ended_does_so_with_its_own_change()
    {
        ChangeFilterNext? first = null;
        List<int> called = [];
        var route = new TruncateListenerRoute("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (change, _, _) =>
        {
            called.Add(change.Context.Ordinal);
            return default;
        })
        {
            Filters = [Of((delivery, next, token) => delivery.Context.Ordinal == 1 ? Keep(next) : next(token))],
        };
        await using var lanes = new LaneSet(new LaneSettings(1, 4), Create([]), new HaltWhenExhausted(), TimeProvider.System, _logger, new WireStore());
        var transaction = new AckTracker(Lsn.None).Begin();
        foreach (var ordinal in (int[])[1, 2])
        {
            await lanes.PostAsync(Shop.Routed(route, ordinal), transaction, TestContext.Current.CancellationToken);
            await lanes.WhenIdleAsync(TestContext.Current.CancellationToken).InTime();
        }

        await first!(CancellationToken.None);
        Assert.Equal([2, 1], called);

        ValueTask Keep(ChangeFilterNext next)
        {
            first = next;
            return default;
        }
    }

    [Fact]
    public async Task It_comes_from_the_scope_of_the_call_and_is_added_once()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.AddPostgresWorker(worker =>
        {
            worker.AddFilter<Counting>();
            Assert.Contains("was added before", Assert.Throws<InvalidOperationException>(() => worker.AddFilter<Counting>()).Message, StringComparison.Ordinal);
        });
        await using var services = builder.Services.AddSingleton(_seen).BuildServiceProvider(validateScopes: true);
        var filters = services.GetServices<GlobalFilter>().Select(filter => filter.Factory).ToArray();
        var attempts = Attempts.Create(services, new SourceOptions(), TimeProvider.System, _logger, filters: filters);
        await attempts.RunAsync(Shop.Routed(Route([])), 1, CancellationToken.None).AsTask().InTime();
        await attempts.RunAsync(Shop.Routed(Route([])), 1, CancellationToken.None).AsTask().InTime();
        Assert.Equal(["made", "listener", "disposed", "made", "listener", "disposed"], _seen);
    }

    private static ChangeFilterFactory Of(Func<ChangeDelivery, ChangeFilterNext, CancellationToken, ValueTask> body) => _ => new Filter(body);

    private ChangeFilterFactory Named(string name) => Of(async (_, next, token) =>
    {
        _seen.Add(name);
        await next(token);
        _seen.Add($"{name} after");
    });

    private TruncateListenerRoute Route(ChangeFilterFactory[] filters, Func<CancellationToken, Task>? listener = null, bool needsTransaction = false) =>
        new("Things.Gone", Shop.Name, Shop.Other, needsServices: false, (_, _, token) =>
        {
            _seen.Add("listener");
            return listener is null ? default : new ValueTask(listener(token));
        })
        {
            Filters = filters,
            NeedsTransaction = needsTransaction,
        };

    private DeliveryAttempt Create(ChangeFilterFactory[] globals) =>
        Attempts.Create(new ServiceCollection().BuildServiceProvider(), new SourceOptions(), TimeProvider.System, _logger, filters: globals);

    private Task<AttemptResult> RunAsync(ChangeFilterFactory[] filters, ChangeFilterFactory[]? globals = null, Func<CancellationToken, Task>? listener = null) =>
        Create(globals ?? []).RunAsync(Shop.Routed(Route(filters, listener)), 1, CancellationToken.None).AsTask().InTime();

    private sealed class Filter(Func<ChangeDelivery, ChangeFilterNext, CancellationToken, ValueTask> body) : IChangeFilter
    {
        public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => body(delivery, next, cancellationToken);
    }

    private sealed class Counting : IChangeFilter, IDisposable
    {
        private readonly List<string> _seen;

        public Counting(List<string> seen) => (_seen = seen).Add("made");

        public ValueTask InvokeAsync(ChangeDelivery delivery, ChangeFilterNext next, CancellationToken cancellationToken) => next(cancellationToken);

        public void Dispose() => _seen.Add("disposed");
    }
}
