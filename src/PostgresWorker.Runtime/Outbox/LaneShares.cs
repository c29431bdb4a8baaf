namespace PostgresWorker.Outbox;

/// <summary>How the lanes are shared: evenly, and those that are left over to the instances that came first.</summary>
internal static class LaneShares
{
    /// <summary>How many of the lanes an instance should hold.</summary>
    /// <param name="instances">The ids of all instances that share the lanes.</param>
    /// <param name="instance">The one; where it is none of them, it has no share.</param>
    public static int Of(IReadOnlyCollection<long> instances, long instance)
    {
        if (!instances.Contains(instance))
        {
            return 0;
        }

        var before = instances.Count(one => one < instance);
        return (LaneTable.Count / instances.Count) + (before < LaneTable.Count % instances.Count ? 1 : 0);
    }
}
