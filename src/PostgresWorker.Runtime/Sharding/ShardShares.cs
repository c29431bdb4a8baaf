namespace PostgresWorker.Sharding;

/// <summary>How many shards are whose: evenly, and those that are left over to the instances that came first.</summary>
internal static class ShardShares
{
    /// <summary>An instance's share, and which shard it looks at first, so that instances that begin together do not all want the same.</summary>
    /// <param name="instances">The instances that share, in the order in which they came.</param>
    /// <param name="instance">The one; where it is none of them, it has no share.</param>
    /// <param name="count">How many shards there are.</param>
    public static (int Share, int First) Of(IReadOnlyList<long> instances, long instance, int count)
    {
        var first = 0;
        for (var i = 0; i < instances.Count; i++)
        {
            var share = (count / instances.Count) + (i < count % instances.Count ? 1 : 0);
            if (instances[i] == instance)
            {
                return (share, first);
            }

            first += share;
        }

        return (0, 0);
    }
}
