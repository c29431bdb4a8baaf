using System.Diagnostics.CodeAnalysis;
using PostgresWorker.Delivery.Locking;
using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Dispatch;

/// <summary>A change that was read for one listener.</summary>
/// <param name="Route">The listener.</param>
/// <param name="Change">The change; null where its row could not be read.</param>
/// <param name="Context">Where and when.</param>
/// <param name="Key">The hash of the key that orders it.</param>
/// <remarks>Each is written by one thread and read by another, so it is small: what nearly no change has is elsewhere.</remarks>
internal record struct RoutedChange(ListenerRoute Route, Change? Change, ChangeContext Context, int Key) : IRouted
{
    // What a change keeps in memory beside its row: itself, its context, its place in the queues.
    private const long Overhead = 256;

    private RareOfChange? _rare;

    /// <summary>Why the row could not be read.</summary>
    public Exception? ReadFailure
    {
        readonly get => _rare?.ReadFailure;
        init => _rare = value == ReadFailure ? _rare : Rare with { ReadFailure = value };
    }

    /// <summary>The hash of the key from which the change moves its row, where that is another.</summary>
    public int? OldKey
    {
        readonly get => _rare?.OldKey;
        init => _rare = value == OldKey ? _rare : Rare with { OldKey = value };
    }

    /// <summary>Of a kept change that is delivered again, what is to be told when that has ended.</summary>
    public IReplay? Replay
    {
        readonly get => _rare?.Replay;
        init => _rare = value == Replay ? _rare : Rare with { Replay = value };
    }

    /// <summary>Whether its listener does not want it, and it is only there to be kept in its place if a key of it is parked.</summary>
    public bool IsUnwanted
    {
        readonly get => _rare?.IsUnwanted == true;
        init => _rare = value == IsUnwanted ? _rare : Rare with { IsUnwanted = value };
    }

    /// <summary>The change as it came. Valid until the change is finished.</summary>
    public WireChange Wire { get; set; }

    /// <summary>Whether this only stands in its queues, so that what is behind it passes nothing before it: an update that its listener does not want.</summary>
    public readonly bool IsMark => Change is null && ReadFailure is null && !IsUnwanted;

    private readonly RareOfChange Rare => _rare ?? RareOfChange.None;

    /// <summary>What it counts for in memory, in bytes, beside the copy of what came: its row is up to twice as large as that, for a string takes two bytes for a character.</summary>
    public readonly long Size => Overhead + (2L * Wire.Bytes.Length);

    public readonly IReadOnlyList<Change> Delivered => [Change!];

    public readonly string Id => Context.Id;

    public readonly int Count => 1;

    public readonly IReadOnlyList<ChangeContext> Contexts => [Context];

    public readonly IRouted? Without(IReadOnlySet<int> places) => places.Contains(0) ? null : this;

    public readonly IRouted Kept() => this;

    /// <summary>An update that a listener does not want, but that moves its row to another key: what comes behind it must not pass what was before.</summary>
    public static RoutedChange Mark(ListenerRoute route, ChangeContext context, int key, int oldKey) => new(route, null, context, key) { OldKey = oldKey };

    /// <summary>Gives the row back as it came; false where this is no row.</summary>
    public readonly bool TryGetRow([NotNullWhen(true)] out TableLayout? layout, out ChangeKinds kind, out RowImage image)
    {
        (layout, kind) = (Wire.Layout, Wire.RowKind);
        image = Wire.Image;
        return Wire.Kind == RawChangeKind.Row && layout is not null;
    }

    /// <summary>Gives the message back as it came; false where this is none.</summary>
    public readonly bool TryGetMessage([NotNullWhen(true)] out string? prefix, out ReadOnlySpan<byte> content, out bool isTransactional)
    {
        prefix = (Route as MessageRoute)?.Prefix;
        content = Wire.Content;
        isTransactional = Wire.IsTransactional;
        return prefix is not null;
    }

    /// <summary>Gives the flags of a truncate back; false where this is none.</summary>
    public readonly bool TryGetTruncate(out bool cascade, out bool restartIdentity)
    {
        (cascade, restartIdentity) = (Wire.Cascade, Wire.RestartIdentity);
        return Wire.Kind == RawChangeKind.Truncate;
    }

    public readonly void BeginAttempt(int attempt) => Context.BeginAttempt(attempt);

    public readonly void AddLockKeys(SortedSet<string> into) => LockKeys.Add(this, into);

    public readonly ValueTask InvokeAsync(DeliveryScope scope, CancellationToken cancellationToken) => Route.InvokeAsync(Change!, scope, cancellationToken);
}
