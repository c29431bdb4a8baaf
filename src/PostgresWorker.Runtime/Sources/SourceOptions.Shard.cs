using PostgresWorker.Sharding;
using PostgresWorker.Wal;

namespace PostgresWorker;

/// <content>The options of a shard.</content>
public sealed partial class SourceOptions
{
    /// <summary>The shard whose options these are; null where they are those of a whole source.</summary>
    internal Shard? Shard { get; private set; }

    /// <summary>The slot's name without that of a shard; null where these are not the options of one of several numbers of shards.</summary>
    internal string? WholeSlot { get; private set; }

    /// <summary>The options of one of the source's shards, which is a source of its own but for its name. Of a number that does not divide, they are those of the whole.</summary>
    internal SourceOptions Of(Shard shard, string source)
    {
        var options = Follower();
        options.WholeSlot = SlotName.For(source, this);
        options.Slot = shard.NameOf(options.WholeSlot);
        options.Publication = shard.NameOf(SlotName.ForPublication(source, this));
        options.Shards = shard.Count;
        options.Shard = shard.Count == 1 ? null : shard;
        return options;
    }
}
