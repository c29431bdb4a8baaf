using PostgresWorker.Generated;

namespace PostgresWorker.Dispatch;

/// <summary>What one call of a listener is about: a change or a batch.</summary>
internal interface IRouted
{
    /// <summary>The listener.</summary>
    ListenerRoute Route { get; }

    /// <summary>The change's id; of a batch its first change's, and how many more there are. Made on demand.</summary>
    string Id { get; }

    /// <summary>How many changes it is.</summary>
    int Count { get; }

    /// <summary>The change's context; of a batch that of its first change.</summary>
    ChangeContext Context { get; }

    /// <summary>Why the row could not be read; null where it could.</summary>
    Exception? ReadFailure { get; }

    /// <summary>Where and when each of the changes happened.</summary>
    IReadOnlyList<ChangeContext> Contexts { get; }

    /// <summary>The same without the changes at some places; null where none is left.</summary>
    IRouted? Without(IReadOnlySet<int> places);

    /// <summary>The same for whoever may go on with it when the delivery is settled.</summary>
    IRouted Kept();

    /// <summary>Tells the changes which attempt this is.</summary>
    void BeginAttempt(int attempt);

    /// <summary>The changes, for filters.</summary>
    IReadOnlyList<Change> Delivered { get; }

    /// <summary>Adds the keys that are locked while this is handled.</summary>
    void AddLockKeys(SortedSet<string> into);

    /// <summary>Calls the method.</summary>
    ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken);
}
