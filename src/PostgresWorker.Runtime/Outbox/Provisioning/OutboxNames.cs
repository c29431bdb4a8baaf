using System.Globalization;
using PostgresWorker.Store;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Outbox.Provisioning;

/// <summary>The names of what a consumer's outbox is made of, all in schema <c>postgres_worker</c>.</summary>
/// <param name="consumer">The consumer: letters a to z, digits and underscores, as a slot's name.</param>
internal sealed class OutboxNames(string consumer)
{
    /// <summary>The outbox is a ring of so many partitions, which are emptied one after another.</summary>
    public const int Partitions = 8;

    /// <summary>How many low bits of an id go by before the next partition's turn comes: 131072 ids.</summary>
    public const int SegmentShift = 17;

    /// <summary>Room for what is put before and behind it, within the 63 bytes of a name.</summary>
    public const int MaxConsumerLength = 48;

    // "!postgres_worker_", an id of ten digits, "_truncate" and the underscore between.
    private const int MaxConsumerInTrigger = 63 - 17 - 10 - 9 - 1;

    private const int MaxChannelLength = 63;

    public string Consumer => consumer;

    public string Table => $"outbox_{consumer}";

    public string Sequence => $"outbox_{consumer}_id";

    public string Function => $"capture_{consumer}";

    /// <summary>What <see cref="Function"/> calls where the writer's settings are not those that it needs.</summary>
    public string RowFunction => $"row_json_{consumer}";

    /// <summary>What writes the rows that a table has.</summary>
    public string SnapshotFunction => $"snapshot_{consumer}";

    /// <summary>The channel of NOTIFY, where there is one.</summary>
    public string Channel => $"postgres_worker_{consumer}" is var name && name.Length > MaxChannelLength ? name[..MaxChannelLength] : name;

    public string Partition(int segment) => string.Create(CultureInfo.InvariantCulture, $"outbox_{consumer}_{segment}");

    public string IdIndex(int segment) => string.Create(CultureInfo.InvariantCulture, $"ids_{consumer}_{segment}");

    /// <summary>
    /// A trigger's name. Triggers of one event fire in the order of their names, and a change must take its id before another trigger changes the row again: <c>!</c> is before whatever
    /// one would name a trigger.
    /// </summary>
    public string Trigger(int capture, CaptureEvent @event) => string.Create(
        CultureInfo.InvariantCulture,
        $"!postgres_worker_{(consumer.Length > MaxConsumerInTrigger ? consumer[..MaxConsumerInTrigger] : consumer)}_{capture}_{CaptureEvents.NameOf(@event)}");

    /// <summary>Which partition a change is in.</summary>
    public static int SegmentOf(long id) => (int)(id >> SegmentShift) & (Partitions - 1);

    /// <summary>The name for SQL, with its schema.</summary>
    public static string ToSql(string name) => $"{Sql.Identifier(StoreSchema.Name)}.{Sql.Identifier(name)}";
}
