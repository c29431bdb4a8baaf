using PostgresWorker.ThrowAway;
using PostgresWorker.Torture.Worker;

namespace PostgresWorker.Torture.Faults;

/// <summary>One process of a worker, from its start to its end.</summary>
/// <param name="program">The process.</param>
internal sealed class Run(ThrowAwayProgram program)
{
    public ThrowAwayProgram Program => program;

    public int Pid => program.ProcessId;

    public long Began { get; } = Clock.Now;

    /// <summary>When it ended; the end of time while it has not.</summary>
    public long Ended { get; private set; } = long.MaxValue;

    /// <summary>What it ended with, which of a signal is 128 and its number.</summary>
    public int ExitCode { get; private set; }

    /// <summary>Whether it was ended, and did not end by itself.</summary>
    public bool IsExpected { get; set; }

    /// <summary>When it lost its connection or its place, by its own word, or was stopped without having finished: what it had in flight may come again.</summary>
    public List<long> Breaks { get; } = [];

    /// <summary>When it was suspended, and until when.</summary>
    public List<(long Began, long Ended)> Pauses { get; } = [];

    /// <summary>The most memory that it was seen to have, in bytes.</summary>
    public long PeakMemory { get; set; }

    /// <summary>The most open files that it was seen to have.</summary>
    public int PeakFiles { get; set; }

    public bool IsRunning => Ended == long.MaxValue;

    public void Heard(string line)
    {
        if (line.Contains("was taken over by another instance", StringComparison.Ordinal)
            || line.Contains(WorkerProgram.Lost, StringComparison.Ordinal)
            || line.Contains("are cancelled; their changes come again", StringComparison.Ordinal)
            || line.Contains("since the confirmation before come again", StringComparison.Ordinal)
            || line.Contains("connects again", StringComparison.Ordinal))
        {
            lock (Breaks)
            {
                Breaks.Add(Clock.Now);
            }
        }
    }

    /// <summary>Waits for its end.</summary>
    public async Task WatchAsync()
    {
        ExitCode = await program.EndAsync();
        Ended = Clock.Now;
    }
}
