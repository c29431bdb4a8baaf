using System.Diagnostics;
using PostgresWorker.Delivery;

namespace PostgresWorker.Hosting;

/// <summary>
/// Has a lane go on in the thread that reads, while the stream has more at hand: what was written for a change is in this processor's cache, where another would fetch it from here, and nobody need
/// be woken. Listeners that keep the thread for long have another one read on, and while they take long, lanes go on in threads of their own.
/// </summary>
internal sealed class LanesHere : IDisposable
{
    // What is posted together is to be handled in less than it takes to wake another thread and to hand it over. Where it was not for the second time, the next is handed over, and after each further
    // time twice as many: a collection, or a thread that was taken off its processor, then costs nothing, and slow listeners no more than a look now and then.
    private const int MostSlow = 9;
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(100);

    // Who still keeps the thread at the second look is left alone with it. Each look wakes a thread of the pool, so there are few.
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly LaneSet _lanes;
    private readonly Action<LanesHere> _readOn;
    private readonly ITimer _timer;
    private long _run;
    private long _seen;
    private bool _isSet;
    private int _slow;
    private int _toHandOver;

    /// <param name="lanes">The lanes.</param>
    /// <param name="readOn">Reads on, in the thread that calls it.</param>
    public LanesHere(LaneSet lanes, Action<LanesHere> readOn)
    {
        _lanes = lanes;
        _readOn = readOn;

        // Not the worker's clock: this is about threads.
        _timer = TimeProvider.System.CreateTimer(static here => ((LanesHere)here!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether lanes may go on in this thread, now: each time is one, also where the answer is no.</summary>
    public bool Take()
    {
        if (_toHandOver > 0)
        {
            _toHandOver--;
            return false;
        }

        return Thread.CurrentThread.IsThreadPoolThread;
    }

    /// <summary>Lanes go on, if possible in this thread.</summary>
    /// <returns>Whether the caller still reads; otherwise another thread does.</returns>
    public bool Run(Wakes wakes)
    {
        if (wakes.HasLanes && Take())
        {
            return RunTaken(wakes);
        }

        wakes.Run();
        return true;
    }

    /// <summary>Lanes go on in this thread, which was <see cref="Take">taken</see> for them.</summary>
    /// <returns>As above.</returns>
    public bool RunTaken(Wakes wakes)
    {
        if (!wakes.HasLanes)
        {
            return true;
        }

        var begun = Stopwatch.GetTimestamp();
        _lanes.BeginAlone();
        var run = Begin();
        wakes.Run(here: true);
        if (Interlocked.CompareExchange(ref _run, run + 1, run) != run)
        {
            return false;
        }

        _lanes.EndAlone();
        Learn(Stopwatch.GetElapsedTime(begun) < Quick);
        return true;
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>From now on the thread may be left to its lane: the number is odd.</summary>
    private long Begin()
    {
        // A barrier between both: so either the timer, when it looks for the last time, sees that, or here is seen that it is not set any more.
        var run = Interlocked.Increment(ref _run);
        if (!Volatile.Read(ref _isSet))
        {
            Set();
        }

        return run;
    }

    private void Learn(bool isQuick)
    {
        _slow = isQuick ? 0 : Math.Min(_slow + 1, MostSlow);
        _toHandOver = (1 << Math.Max(_slow - 1, 0)) - 1;
    }

    private void Set()
    {
        if (!Interlocked.Exchange(ref _isSet, true))
        {
            _timer.Change(BetweenLooks, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        Volatile.Write(ref _isSet, false);
        Interlocked.MemoryBarrier();
        var run = Volatile.Read(ref _run);
        var (isRunning, isSeen) = ((run & 1) != 0, run == Interlocked.Exchange(ref _seen, run));
        if (isRunning && isSeen && Interlocked.CompareExchange(ref _run, run + 1, run) == run)
        {
            Learn(isQuick: false);
            _lanes.EndAlone();
            _readOn(this);
        }
        else if (isRunning || !isSeen)
        {
            // As long as there is a backlog.
            Set();
        }
    }
}
