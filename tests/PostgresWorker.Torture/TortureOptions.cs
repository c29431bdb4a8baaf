using System.Globalization;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Torture;

/// <summary>What is asked for on the command line.</summary>
/// <param name="Seed">Of plan and writers.</param>
/// <param name="Duration">For how long there are faults.</param>
/// <param name="Capture">How the workers learn of changes.</param>
/// <param name="Shards">Over how many slots the keys are spread.</param>
/// <param name="Postgres">The server's major version; null for whichever is found.</param>
/// <param name="AllMutants">Whether it is to be shown that each mistake would be found.</param>
/// <param name="Mutant">The mistake that the workers make.</param>
/// <param name="Only">The faults that there are to be, where not all.</param>
/// <param name="Keep">The folder that is to be kept: journals, the workers' lines.</param>
internal sealed record TortureOptions(int Seed, TimeSpan Duration, Capture Capture, int Shards, int? Postgres, bool AllMutants, Mutant Mutant, IReadOnlySet<string> Only, string? Keep)
{
    public const string Usage =
        "Usage: build/torture [--seed N] [--minutes M] [--capture wal|outbox] [--shards N] [--postgres 14..18] [--mutants] [--mutant NAME] [--only FAULT,FAULT] [--keep FOLDER]";

    /// <summary>Reads the arguments; null where they are not understood.</summary>
    public static TortureOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new TortureOptions(Environment.TickCount & 0xFFFFFF, TimeSpan.FromMinutes(3), Capture.Wal, 1, null, false, Mutant.None, new HashSet<string>(StringComparer.Ordinal), null);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--mutants")
            {
                options = options with { AllMutants = true };
                continue;
            }

            if (i + 1 == arguments.Count || options.With(arguments[i], arguments[++i]) is not { } next)
            {
                return null;
            }

            options = next;
        }

        // An outbox is shared without.
        return options is { Capture: Capture.Outbox, Shards: > 1 } ? null : options;
    }

    private TortureOptions? With(string name, string value) => name switch
    {
        "--seed" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) => this with { Seed = seed },
        "--minutes" when double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var minutes) && minutes > 0 => this with { Duration = TimeSpan.FromMinutes(minutes) },
        "--capture" when Enum.TryParse<Capture>(value, ignoreCase: true, out var capture) => this with { Capture = capture },
        "--shards" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var shards) && shards is >= 1 and <= 9 => this with { Shards = shards },
        "--postgres" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var version) => this with { Postgres = version },
        "--mutant" when Enum.TryParse<Mutant>(value, ignoreCase: true, out var mutant) => this with { Mutant = mutant },
        "--only" => this with { Only = value.Split(',').ToHashSet(StringComparer.Ordinal) },
        "--keep" => this with { Keep = Path.GetFullPath(value) },
        _ => null,
    };
}
