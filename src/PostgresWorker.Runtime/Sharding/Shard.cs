using System.Globalization;

namespace PostgresWorker.Sharding;

/// <summary>One of the parts into which a source's changes are divided by their keys, with a slot and a publication of its own.</summary>
/// <param name="Index">Its place, from 0. The first also has what belongs to no key: TRUNCATE, messages, tables without a key.</param>
/// <param name="Count">How many there are; 1 is a source that is not divided.</param>
internal sealed record Shard(int Index, int Count)
{
    /// <summary>The most that there may be.</summary>
    public const int Max = 64;

    /// <summary>How much longer a shard's names are than those of its source, at most.</summary>
    public const int MaxSuffixLength = 7;

    public bool IsFirst => Index == 0;

    /// <summary>For people, and at the end of names: <c>2of4</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Index + 1}of{Count}");

    /// <summary>The shard's slot or publication, where the source's has a name.</summary>
    public string NameOf(string name) => Count == 1 ? name : $"{name}_{Name}";

    /// <summary>All shards of a number.</summary>
    public static IReadOnlyList<Shard> All(int count)
    {
        var shards = new Shard[count];
        for (var i = 0; i < count; i++)
        {
            shards[i] = new Shard(i, count);
        }

        return shards;
    }

    /// <summary>The slots of all shards of a number, which are the names by which each is known in the store.</summary>
    public static string[] Slots(string slot, int count) => Array.ConvertAll(All(count).ToArray(), shard => shard.NameOf(slot));
}
