namespace PostgresWorker.Torture.Faults;

/// <summary>Which faults there are to be, and when: the same of the same seed.</summary>
internal static class Plan
{
    private static readonly TimeSpan Mean = TimeSpan.FromSeconds(3), First = TimeSpan.FromSeconds(4), Pause = TimeSpan.FromSeconds(1);

    // How often each, as against the others.
    private static readonly (string Kind, int Weight)[] s_weights =
    [
        (ProcessFaults.Kill, 10), (ProcessFaults.KillAll, 3), (ProcessFaults.Stop, 6), (ProcessFaults.Suspend, 6), (ProcessFaults.JoinOrLeave, 5),
        (ServerFaults.Terminate, 6), (ServerFaults.Crash, 4), (ServerFaults.Restart, 2), (ServerFaults.Lock, 4), (ServerFaults.Ddl, 5), (MisfitFault.Misfit, 5),
        (NetworkFaults.Cut, 6), (NetworkFaults.Delay, 3), (NetworkFaults.Throttle, 3), (NetworkFaults.Pull, 2),
        (ListenerFaults.Throw, 4), (ListenerFaults.Hang, 3), (ListenerFaults.SetClock, 3), (ListenerFaults.Snapshot, 4),
        (LetterFaults.Park, 5), (LetterFaults.Replay, 3), (LetterFaults.DiskFull, 3), (LetterFaults.CrashFull, 2),
        (FailPointFaults.KillAt, 14), (FailPointFaults.StallAt, 6),
    ];

    public static IReadOnlyList<PlannedFault> Of(TortureOptions options)
    {
        var chance = new Chance(options.Seed);
        var weights = s_weights.Where(each => options.Only.Count == 0 || options.Only.Contains(each.Kind)).Where(each => options.Capture == Capture.Wal || each.Kind != MisfitFault.Misfit).ToArray();
        if (weights.Length == 0)
        {
            return [];
        }

        var mean = MeanFor(weights.Length, options.Duration);
        var sum = weights.Sum(each => each.Weight);
        List<PlannedFault> plan = [];
        for (var at = First; at < options.Duration; at += Pause + chance.Wait(mean))
        {
            // Each kind once first, in an order of the seed: a short run has them all.
            var kind = plan.Count < weights.Length ? Shuffled(weights, options.Seed)[plan.Count].Kind : Weighed(weights, chance.Below(sum));
            plan.Add(new PlannedFault(at, kind, chance.Below(1000), chance.Below(1000), chance.Below(4) == 0));
        }

        return plan;
    }

    /// <summary>Of a short run all kinds are to be in its first part, and what follows is no rarer.</summary>
    private static TimeSpan MeanFor(int kinds, TimeSpan duration)
    {
        var each = (((duration * 0.8) - First) / kinds) - Pause;
        return each < Mean ? TimeSpan.FromTicks(Math.Max(each.Ticks, 0)) : Mean;
    }

    private static (string Kind, int Weight)[] Shuffled((string Kind, int Weight)[] weights, int seed)
    {
        var chance = new Chance(seed);
        return [.. weights.OrderBy(_ => chance.Below(int.MaxValue))];
    }

    private static string Weighed((string Kind, int Weight)[] weights, int place)
    {
        foreach (var (kind, weight) in weights)
        {
            if ((place -= weight) < 0)
            {
                return kind;
            }
        }

        return weights[^1].Kind;
    }
}
