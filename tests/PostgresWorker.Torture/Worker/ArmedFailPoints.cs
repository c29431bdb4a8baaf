using System.Diagnostics;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Torture.Worker;

/// <summary>Does at a fail point what was asked for: one process is killed there, or all wait there for a while.</summary>
internal sealed class ArmedFailPoints(Orders orders, FailPointCounts counts, Journal journal)
{
    public const string Kill = "kill", Stall = "stall";

    private long _done;

    public void Reach(FailPoint point)
    {
        counts.Reach(point);
        if (orders.Text("failpoint") != point.ToString())
        {
            return;
        }

        // Each is done once: the processes agree on a file that only one of them can make.
        var number = orders["number"];
        if (Interlocked.Exchange(ref _done, number) == number || !IsFirst(number))
        {
            return;
        }

        journal.Befell($"{orders.Text("action")} {point}");
        if (orders.Text("action") == Kill)
        {
            counts.Kill(point);
            using var self = Process.GetCurrentProcess();
            self.Kill();
            Thread.CurrentThread.Join();
        }

        // A thread that hangs, and not a task: as a machine that swaps, or a disk that does not answer.
        Thread.CurrentThread.Join(TimeSpan.FromMilliseconds(orders["milliseconds"]));
    }

    private bool IsFirst(long number)
    {
        try
        {
            using var claim = new FileStream(Path.Combine(orders.Folder, $"failpoint.{number}"), FileMode.CreateNew);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
