using PostgresWorker.Delivery;
using PostgresWorker.Generated;

namespace PostgresWorker.Control;

/// <summary>What is said of listeners, by their routes and the options of their source.</summary>
internal static class Listeners
{
    private static readonly (ChangeKinds Kind, string Name)[] Kinds =
    [
        (ChangeKinds.Inserted, "INSERT"),
        (ChangeKinds.Updated, "UPDATE"),
        (ChangeKinds.Deleted, "DELETE"),
        (ChangeKinds.Truncated, "TRUNCATE"),
        (ChangeKinds.Existing, "EXISTING"),
        (ChangeKinds.Message, "MESSAGE"),
    ];

    public static IReadOnlyList<ListenerStatus> Of(SourceControl source, IReadOnlyList<ListenerRoute> routes) =>
        [.. RoutesOf(source.Name, routes).Select(route => Of(route, source))];

    public static IEnumerable<ListenerRoute> RoutesOf(string source, IReadOnlyList<ListenerRoute> routes) =>
        routes.Where(route => route.Source == source).OrderBy(route => route.Name, StringComparer.Ordinal);

    public static ListenerStatus Of(ListenerRoute route, SourceControl source)
    {
        var policy = new DeliveryPolicy(route, source.Options, []);
        var retry = policy.Retry.General;
        var batch = route as IBatchListenerRoute;
        return new ListenerStatus(route.Name, route.Source, route.Table)
        {
            Kinds = Array.ConvertAll(Array.FindAll(Kinds, kind => route.Kinds.HasFlag(kind.Kind)), kind => kind.Name),
            RowType = route.RowType?.FullName,
            WhenChanged = route.WhenChanged,
            Where = route.Where,
            OrderBy = route.OrderBy,
            BatchSize = batch?.MaxSize,
            BatchWait = batch?.MaxWait,
            TakesTransaction = route.NeedsTransaction,
            Timeout = policy.Timeout ?? Timeout.InfiniteTimeSpan,
            MaxAttempts = retry.MaxAttempts,
            MinRetryDelay = retry.MinDelay,
            MaxRetryDelay = retry.MaxDelay,
            OnExhausted = retry.OnExhausted,
            IsPaused = source.Pauses.Holds(route),
        };
    }
}
