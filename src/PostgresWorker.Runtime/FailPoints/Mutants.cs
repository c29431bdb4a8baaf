namespace PostgresWorker.FailPoints;

/// <summary>Which mistake is made. In any build but the torture's there is none to make: what asks is constant, and what depends on it gone.</summary>
internal static class Mutants
{
#if TORTURE
    private static Mutant s_active;
    private static Lsn s_highest;
#endif

    /// <summary>Makes it, in the torture's build.</summary>
    public static void Make(Mutant mutant)
    {
#if TORTURE
        s_active = mutant;
#else
        _ = mutant;
#endif
    }

    /// <summary>Whether it is made.</summary>
    public static bool Are(Mutant mutant)
    {
#if TORTURE
        return s_active == mutant;
#else
        _ = mutant;
        return false;
#endif
    }

    /// <summary>Whether a change is dropped for where its record is.</summary>
    public static bool Drop(Lsn change)
    {
#if TORTURE
        var drops = Are(Mutant.DropsByChangeLsn) && change < s_highest;
        s_highest = drops ? s_highest : change;
        return drops;
#else
        _ = change;
        return false;
#endif
    }
}
