using System.Globalization;
using PostgresWorker.Torture.Worker;
using PostgresWorker.Torture.Workload;

namespace PostgresWorker.Torture.Faults;

/// <summary>A column that a listener takes is otherwise for a while: what is written then becomes dead letters of that listener, and concerns nobody else.</summary>
internal static class MisfitFault
{
    public const string Misfit = "misfit";

    // No writer's number.
    private const int Writer = 90;

    private static readonly TimeSpan Reach = TimeSpan.FromSeconds(60);

    private static readonly (string Name, string Away, string Back)[] s_ways =
    [
        ("renamed", "ALTER TABLE side.fits RENAME COLUMN weight TO heft", "ALTER TABLE side.fits RENAME COLUMN heft TO weight"),
        ("retyped",
            "ALTER TABLE side.fits ALTER weight DROP DEFAULT, ALTER weight TYPE text USING 'w' || weight, ALTER weight SET DEFAULT 'none'",
            $"ALTER TABLE side.fits ALTER weight DROP DEFAULT, ALTER weight TYPE int USING {FitListeners.Weight}, ALTER weight SET DEFAULT {FitListeners.Weight}"),
        ("dropped", "ALTER TABLE side.fits DROP COLUMN weight", $"ALTER TABLE side.fits ADD COLUMN {Schema.Weight}"),
    ];

    /// <summary>Changes the column while writers write, waits until changes were refused for it, and puts it back.</summary>
    public static async Task<Strike> MisfitAsync(Arena arena, PlannedFault fault)
    {
        var (name, away, back) = s_ways[fault.First % s_ways.Length];
        await arena.FitTurn.WaitAsync();
        try
        {
            var key = arena.NextRequest();
            var from = await arena.ScalarAsync<string>("SELECT pg_current_wal_insert_lsn()::text");
            var refused =
                $"SELECT count(*) FROM postgres_worker.dead_letters WHERE listener = '{FitListeners.Name}' AND exception_type = '{typeof(RowLayoutException).FullName}' AND commit_lsn >= '{from}'";

            // The one transaction has rows of both layouts, and the key's changes are handled, refused twice, and handled again.
            var isAsked = false;
            await ChangeAsync(arena, Text($"INSERT INTO side.fits (id, writer, seq) VALUES ({-key}, {Writer}, {4 * key})"), away, Update(key, 1));
            try
            {
                isAsked = fault.Second % 2 == 0 && await LetterFaults.AskAsync(arena, RequestedActions.SnapshotOfFits);
                await Patience.UntilAsync(async () => await arena.ScalarAsync<long>(refused) > 0, Reach);
                await Task.Delay(500 + (fault.Second * 2));
            }
            finally
            {
                await Patience.UntilAsync(() => PutBackAsync(arena, Update(key, 2), back, Update(key, 3)), Reach);
            }

            var letters = await arena.ScalarAsync<long>(refused);
            return new Strike(letters > 0 ? $"{letters} changes were refused for it" : null, $"side.fits: weight {name}{(isAsked ? ", its rows asked for" : "")}", Breaks: false);
        }
        finally
        {
            arena.FitTurn.Release();
        }
    }

    private static async Task<bool> PutBackAsync(Arena arena, string before, string back, string behind)
    {
        const string IsBack = "SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'side.fits'::regclass AND attname = 'weight' AND atttypid = 'int'::regtype)";
        if (!await arena.ScalarAsync<bool>(IsBack))
        {
            await ChangeAsync(arena, before, back, behind);
        }

        return true;
    }

    /// <summary>In one transaction. The server may end at any time, but not in the middle of it: then nobody knew whether it was done.</summary>
    private static Task<bool> ChangeAsync(Arena arena, params string[] statements) => ServerFaults.InTurnAsync(arena, async () =>
    {
        await ServerFaults.ExecuteInTurnAsync(arena, string.Join("; ", statements));
        return true;
    });

    private static string Update(long key, int step) => Text($"UPDATE side.fits SET seq = {(4 * key) + step} WHERE id = {-key}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
