using PostgresWorker.Store;

namespace PostgresWorker.Outbox;

/// <summary>The names of what one consumer's outbox consists of.</summary>
/// <param name="consumer">Who reads.</param>
internal sealed class OutboxNames(string consumer)
{
    /// <summary>How many partitions an outbox has: they are filled in turn, and emptied.</summary>
    public const int Segments = 8;

    /// <summary>A segment takes 2 to the power of this many changes before the next one is filled.</summary>
    public const int SegmentBits = 17;

    /// <summary>How long a consumer's name may be: what is made of it is no longer than a name of Postgres's.</summary>
    public const int MaxConsumer = 48;

    public string Consumer => consumer;

    /// <summary>The outbox, as SQL has it.</summary>
    public string Table { get; } = Qualified($"outbox_{consumer}");

    /// <summary>What numbers its changes.</summary>
    public string Sequence { get; } = Qualified($"outbox_{consumer}_id");

    /// <summary>What tells that there are changes.</summary>
    public string Channel { get; } = $"postgres_worker_{consumer}" is { Length: > 63 } cut ? cut[..63] : $"postgres_worker_{consumer}";

    /// <summary>One of its segments.</summary>
    public string Segment(int number) => Qualified($"outbox_{consumer}_{number}");

    /// <summary>Which segment a change is in.</summary>
    public static int SegmentOf(long id) => (int)(id >> SegmentBits) & (Segments - 1);

    private static string Qualified(string name) => $"\"{StoreSchema.Name}\".\"{name}\"";
}
