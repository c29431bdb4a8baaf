using System.Globalization;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Torture.Mutation;

/// <summary>Makes each mistake once, and looks whether the checks find it; without one, the same run must find nothing.</summary>
internal static class MutantRuns
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    private const int Tries = 3;

    /// <returns>Whether all were found.</returns>
    public static async Task<bool> RunAsync(TortureOptions options, Action<string> say)
    {
        var missed = 0;
        foreach (var one in MutantCase.All.Where(one => options.Mutant == Mutant.None || one.Mutant == options.Mutant))
        {
            missed += await IsFoundAsync(options, one, say) ? 0 : 1;
        }

        foreach (var capture in MutantCase.All.Select(one => one.Capture).Distinct())
        {
            missed += await IsCleanAsync(options, capture, say) ? 0 : 1;
        }

        say(missed == 0 ? $"measured: all {MutantCase.All.Count} mutants were found" : $"FAILED: {missed} of the runs did not end as they should.");
        return missed == 0;
    }

    /// <summary>Without a mistake, all those faults together: what is found then is no mutant's.</summary>
    private static async Task<bool> IsCleanAsync(TortureOptions options, Capture capture, Action<string> say)
    {
        var faults = MutantCase.All.Where(one => one.Capture == capture).SelectMany(one => one.Faults).ToHashSet(StringComparer.Ordinal);
        var run = new TortureRun(options with { Mutant = Mutant.None, Capture = capture, Only = faults, Duration = Duration }, _ => { });
        await run.RunAsync();
        foreach (var line in run.Findings.Lines())
        {
            say(line);
        }

        say($"Without a mutant, over {capture}: {(run.Findings.IsEmpty ? "nothing is found" : "SOMETHING IS FOUND")}.");
        return run.Findings.IsEmpty;
    }

    private static async Task<bool> IsFoundAsync(TortureOptions options, MutantCase one, Action<string> say)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var run = new TortureRun(options with { Mutant = one.Mutant, Capture = one.Capture, Only = one.Faults, Duration = Duration, Seed = options.Seed + attempt }, _ => { });
            await run.RunAsync();
            var broken = run.Findings.Broken.Where(invariant => one.Invariants.Any(expected => invariant.StartsWith(expected, StringComparison.Ordinal))).ToArray();
            if (broken.Length > 0)
            {
                say(string.Create(CultureInfo.InvariantCulture, $"{one.Mutant} over {one.Capture} is found by {string.Join(", ", broken)}, in run {attempt + 1} (seed {options.Seed + attempt}): {run.Findings.Lines().Skip(1).First().Trim()}"));
                return true;
            }
        }

        say($"{one.Mutant} over {one.Capture} WAS NOT FOUND in {Tries} runs.");
        return false;
    }
}
