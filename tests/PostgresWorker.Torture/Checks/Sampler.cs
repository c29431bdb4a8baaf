using System.Globalization;
using Npgsql;
using PostgresWorker.Torture.Faults;

namespace PostgresWorker.Torture.Checks;

/// <summary>Watches from outside, a dozen times a second: where the slot is confirmed, and now and then how large the workers are.</summary>
internal sealed class Sampler(Arena arena) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    private const int MaxPending = 1500;
    private const long MaxBehind = 3 << 20;

    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Sample> _samples = [];
    private readonly List<string> _slots = [.. Slots.Of(arena.Options.Shards)];
    private readonly string _positions =
        $"SELECT slot_name::text, confirmed_flush_lsn, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint FROM pg_replication_slots WHERE slot_name = ANY ({Slots.Sql(arena.Options.Shards)}) AND confirmed_flush_lsn IS NOT NULL";

    private Task _loop = Task.CompletedTask;

    public IReadOnlyList<Sample> Samples => _samples;

    public void Start() => _loop = Task.Run(RunAsync);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        await _loop;
        _stopped.Dispose();
    }

    private async Task RunAsync()
    {
        for (var round = 0; !_stopped.IsCancellationRequested; round++)
        {
            await SampleAsync();

            if (round % 8 == 0)
            {
                Measure();
            }

            await Task.Delay(Pause, _stopped.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync()
    {
        try
        {
            if (!arena.IsWal)
            {
                arena.IsFull = await arena.ScalarAsync<bool>($"SELECT count(*) > {MaxPending} FROM (SELECT FROM {Arena.Outbox} LIMIT {MaxPending + 1}) o");
                return;
            }

            var row = await arena.ListAsync(
                _positions,
                row => (row.GetString(0), (ulong)row.GetFieldValue<NpgsqlTypes.NpgsqlLogSequenceNumber>(1), row.GetInt64(2)));
            foreach (var (slot, confirmed, _) in row)
            {
                // Behind the answer: the position was so at that time at the latest.
                _samples.Add(new Sample(Clock.Now, confirmed, _slots.IndexOf(slot)));
            }

            arena.IsFull = row.Exists(slot => slot.Item3 > MaxBehind);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The server is away.
        }
    }

    private void Measure()
    {
        foreach (var run in arena.Workers.Select(worker => worker.Current).OfType<Run>())
        {
            try
            {
                var pages = long.Parse(File.ReadAllText($"/proc/{run.Pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture);
                run.PeakMemory = Math.Max(run.PeakMemory, pages * Environment.SystemPageSize);
                run.PeakFiles = Math.Max(run.PeakFiles, Directory.EnumerateFiles($"/proc/{run.Pid}/fd").Count());
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has just ended.
            }
        }
    }
}
