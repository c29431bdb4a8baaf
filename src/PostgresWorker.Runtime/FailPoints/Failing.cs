using System.Diagnostics;

namespace PostgresWorker.FailPoints;

/// <summary>
/// Where the torture (<c>tests/PostgresWorker.Torture</c>) takes hold of the runtime. Only its own build configuration has them: in any other the compiler leaves the calls out, and their arguments.
/// </summary>
internal static class Failing
{
    /// <summary>Whether this build has them.</summary>
    public static bool AreBuiltIn =>
#if TORTURE
        true;
#else
        false;
#endif

    /// <summary>What happens at them: it may not return, or throw.</summary>
    public static Action<FailPoint>? Reached { get; set; }

    /// <summary>The walk has come to one.</summary>
    [Conditional("TORTURE")]
    public static void Reach(FailPoint point) => Reached?.Invoke(point);
}
