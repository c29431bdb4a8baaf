using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>One attempt that has begun and not ended.</summary>
internal sealed record ModelAttempt(IReadOnlyList<int> Posts, int Number, TaskCompletionSource<AttemptResult> Source);

/// <summary>Attempts that end when the run says so, and that look at what they are given: what breaks a rule is written down.</summary>
internal sealed class ModelAttempts(ModelCase run) : IDeliveryAttempt, IExhaustedDeliveries
{
    /// <summary>After so many attempts nothing is tried again.</summary>
    private const int MaxAttempts = 3;

    private readonly ModelOrder _order = new(run);
    private readonly int[] _failures = [.. run.Posts.Select(post => post.Failures)];
    private readonly HashSet<int> _waiting = [];

    public List<string> Violations { get; } = [];

    public List<ModelAttempt> Running { get; } = [];

    /// <summary>What was handled or settled.</summary>
    public HashSet<int> Finished { get; } = [];

    public bool IsOver { get; set; }

    /// <summary>What is parked, where what is used up is.</summary>
    public ModelParking? Parking { get; set; }

    /// <summary>The lanes' own word on that.</summary>
    public ParkedKeys? Parked { get; set; }

    public ValueTask<AttemptResult> RunAsync(RoutedDelivery change, int attempt, CancellationToken cancelled) => BeginAsync(change.Route, [change.Context.Ordinal], attempt);

    public ValueTask<AttemptResult> RunAsync(RoutedBatch batch, int attempt, CancellationToken cancelled)
    {
        Check(batch.Changes.Count <= ((IBatchListenerRoute)batch.Route).MaxSize, "a batch is too large");
        Check(batch.Changes.All(change => change.Change is not null && change.Route == batch.Route), "a batch has what is not its own");
        return BeginAsync(batch.Route, [.. batch.Changes.Select(change => change.Context.Ordinal)], attempt);
    }

    public ValueTask TakeAsync(IReadOnlyList<RoutedChange> changes, Exception error, int attempts, CancellationToken cancellationToken)
    {
        Check(changes.Count == 1, "more than one change was used up at once");
        Check(_failures[changes[0].Context.Ordinal] > 0 || run.Posts[changes[0].Context.Ordinal].IsPoison, "what does not fail was used up");
        if (Parked is not null)
        {
            return Parked.ParkAsync(changes[0], error, attempts, cancellationToken);
        }

        Finish(changes[0].Context.Ordinal);
        return default;
    }

    /// <summary>Ends an attempt as its posts' failures say.</summary>
    public void End(ModelAttempt attempt, TimeSpan delay)
    {
        Running.Remove(attempt);
        var fails = false;
        foreach (var post in attempt.Posts)
        {
            fails |= _failures[post] > 0 || run.Posts[post].IsPoison;
            _failures[post] -= attempt.Posts.Count > 1 || attempt.Number < MaxAttempts ? 1 : 0;
        }

        var end = !fails ? AttemptEnd.Handled : attempt.Number >= MaxAttempts ? AttemptEnd.Exhausted : AttemptEnd.Retry;
        if (end == AttemptEnd.Handled)
        {
            foreach (var post in attempt.Posts)
            {
                Finish(post);
            }
        }
        else if (end == AttemptEnd.Retry && delay > TimeSpan.Zero)
        {
            _waiting.UnionWith(attempt.Posts);
        }

        attempt.Source.SetResult(new AttemptResult(end, delay, fails ? new InvalidOperationException("as the case says") : null));
    }

    public void Check(bool holds, string violation)
    {
        if (!holds)
        {
            Violations.Add(violation);
        }
    }

    private ValueTask<AttemptResult> BeginAsync(ListenerRoute route, int[] posts, int number)
    {
        _waiting.ExceptWith(posts);
        Check(!IsOver, "something began behind the end");
        Check(Running.Count < run.Settings.Count, "more than the lanes run");
        Check(run.Settings.Count > 1 || run.Settings.Ordering == Ordering.None || _waiting.Count == 0, "something passed what waits, with one lane");
        for (var i = 0; i < posts.Length; i++)
        {
            Check(!Finished.Contains(posts[i]), $"{posts[i]} came again");
            Check(Parking?.Holds(posts[i]) != true, $"{posts[i]} was delivered although its key is parked");
            Check(!Running.Exists(attempt => attempt.Posts.Contains(posts[i])), $"{posts[i]} runs twice");
            Check(route.Name == $"{run.Posts[posts[i]].Listener}", $"{posts[i]} went to {route.Name}");
            Check(_order.MayBegin(posts[i], Finished.Contains, posts[..i]), $"{posts[i]} came before what is before it");
        }

        var attempt = new ModelAttempt(posts, number, new TaskCompletionSource<AttemptResult>());
        Running.Add(attempt);
        return new ValueTask<AttemptResult>(attempt.Source.Task);
    }

    public void Finish(int post) => Check(Finished.Add(post), $"{post} was finished twice");
}
