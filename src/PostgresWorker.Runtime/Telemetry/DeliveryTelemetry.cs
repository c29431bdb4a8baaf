using System.Collections.Concurrent;
using System.Diagnostics;
using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Telemetry;

/// <summary>Tells of attempts to deliver: a span and metrics of each, for those who listen.</summary>
/// <param name="worker">The instruments.</param>
/// <param name="consumer">The slot's name, or the outbox's.</param>
/// <param name="time">The clock.</param>
internal sealed class DeliveryTelemetry(WorkerTelemetry worker, string consumer, TimeProvider time)
{
    private readonly ConcurrentDictionary<ListenerRoute, ListenerTags> _tags = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whether anybody listens. Where not, nothing else here is called.</summary>
    public bool IsListened => worker.IsListened;

    /// <summary>An attempt begins; its span is the current one for what is called next.</summary>
    public ObservedAttempt Begin<TRouted>(TRouted routed, int attempt)
        where TRouted : IRouted
    {
        var tags = _tags.GetOrAdd(routed.Route, static (route, consumer) => new ListenerTags(route, consumer), consumer);
        return new ObservedAttempt(worker, tags, Start(routed, tags, attempt), routed.Count, time);
    }

    private Activity? Start<TRouted>(TRouted routed, ListenerTags tags, int attempt)
        where TRouted : IRouted
    {
        if (!worker.Activities.HasListeners())
        {
            return null;
        }

        // A lane goes on where the host's start or the change before has left it: what was current there is no cause of this.
        Activity.Current = null;
        var activity = routed.Count == 1
            ? worker.Activities.StartActivity(tags.SpanName, ActivityKind.Consumer, Parent(routed.Context))
            : worker.Activities.StartActivity(tags.SpanName, ActivityKind.Consumer, parentContext: default, links: Links(routed.Contexts));
        if (activity is { IsAllDataRequested: true })
        {
            foreach (var (name, value) in tags.All)
            {
                activity.SetTag(name, value);
            }

            activity.SetTag(TagNames.OperationType, "process");
            activity.SetTag(TagNames.Attempt, attempt);
            activity.SetTag(TagNames.MessageId, routed.Context.Id);
            if (routed.Route is IBatchListenerRoute)
            {
                activity.SetTag(TagNames.BatchCount, routed.Count);
            }
        }

        return activity;
    }

    private static ActivityContext Parent(ChangeContext context) =>
        context.Transaction.TraceParent is { } parent && ActivityContext.TryParse(parent, traceState: null, isRemote: true, out var known) ? known : default;

    /// <summary>The traces of a batch, which may be many: a span has one parent, and these are linked.</summary>
    private static List<ActivityLink>? Links(IReadOnlyList<ChangeContext> contexts)
    {
        List<ActivityLink>? links = null;
        string? last = null;
        foreach (var context in contexts)
        {
            if (context.Transaction.TraceParent is { } parent && parent != last)
            {
                (links ??= []).Add(new ActivityLink(Parent(context)));
                last = parent;
            }
        }

        return links;
    }
}
