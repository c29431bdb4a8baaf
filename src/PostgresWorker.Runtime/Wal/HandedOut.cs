using PostgresWorker.Store;

namespace PostgresWorker.Wal;

/// <summary>How far this process has handed out changes, over all of its connections, and of which history they were: a standby that is promoted may never have got the last of them.</summary>
/// <param name="source">The source's name.</param>
internal sealed class HandedOut(string source)
{
    private string? _systemIdentifier;
    private uint _timeline;
    private Lsn _last;

    /// <summary>Whether there was a connection before.</summary>
    public bool IsKnown => _systemIdentifier is not null;

    /// <summary>Whether a connection goes on with the timeline of the one before.</summary>
    public bool IsSameTimeline(uint timeline) => _systemIdentifier is null || timeline == _timeline;

    /// <summary>A change is handed out whose commit record begins at a position. Called by the reader.</summary>
    public void Add(Lsn commit) => _last = commit > _last ? commit : _last;

    /// <summary>From here on changes are of this connection's history.</summary>
    public void GoOn(string systemIdentifier, uint timeline) => (_systemIdentifier, _timeline) = (systemIdentifier, timeline);

    /// <summary>Refuses a server that is another cluster, or on another timeline and not known to have all that was handed out.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">It is another cluster.</exception>
    /// <exception cref="HistoryForkedException">It lacks changes that were handed out, or may lack them.</exception>
    public void RefuseFork(StartState start)
    {
        if (_systemIdentifier is null || (_systemIdentifier == start.SystemIdentifier && _timeline == start.Timeline))
        {
            return;
        }

        if (_systemIdentifier != start.SystemIdentifier)
        {
            throw new PostgresWorkerConfigurationException(
                source,
                [new Finding("foreign_cluster", $"The connection now leads to another cluster ({start.SystemIdentifier} instead of {_systemIdentifier}), whose positions mean nothing here. Restart the application if that is meant.")]);
        }

        var shared = start.SharedUntil(_timeline);
        if (_last < shared || IsWrittenBehind(start))
        {
            return;
        }

        var why = shared is { } end
            ? $"was promoted at {end} and never got what was committed behind that; this instance has delivered changes up to {_last}, so some of them are not in the database any more"
            : $"is on timeline {start.Timeline} now, and what was delivered, up to {_last}, was of timeline {_timeline}: it may not have all of that";
        throw new HistoryForkedException(
            source,
            [new Finding("history_forked", $"The server {why}. If this server is meant, undo or repeat what listeners did for such changes, and restart the application: it goes on from the server's own checkpoint. {StartDecision.Prevention}")],
            shared,
            _last);
    }

    /// <summary>Whether the server has a checkpoint that was written, on the old timeline, behind all that was handed out.</summary>
    private bool IsWrittenBehind(StartState start) => start is { IsStoredWithSource: true, Checkpoint: { } row } && start.Timeline > _timeline && row.Timeline == _timeline && row.Position > _last;
}
