using PostgresWorker.Dispatch;
using PostgresWorker.Generated;

namespace PostgresWorker.Delivery;

/// <summary>What a lane takes and delivers with one call: a change or a batch. Guarded by the lanes' lock while no lane has it.</summary>
internal abstract class Work
{
    /// <summary>The listener.</summary>
    public abstract ListenerRoute Listener { get; }

    /// <summary>The next attempt's number, from 1.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>How many of the attempts before made no call: something had to be stored instead, and could not be.</summary>
    public int Uncalled { get; set; }

    /// <summary>How the attempts ended, where no more are made, but what becomes of the change could not be written yet.</summary>
    public UsedUpAttempts? UsedUp { get; set; }

    /// <summary>What is behind this in <see cref="ReadyList"/>.</summary>
    public Work? NextReady { get; set; }

    /// <summary>Ends the wait for the next attempt; of a batch that is still gathered, the wait for more.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Ends whatever the timer was for.</summary>
    public void StopTimer()
    {
        Timer?.Dispose();
        Timer = null;
    }

    /// <summary>Separates what came, of this and of all behind it, from other changes' memory: it may wait for long.</summary>
    public abstract void KeepApart(WireStore wire);
}
