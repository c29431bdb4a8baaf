using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.Delivery;
using PostgresWorker.Generated;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Wal.Provisioning;

namespace PostgresWorker.Wal.Publications;

/// <summary>
/// Looks at the publication before a position is written or confirmed. What a publication lacks, the server leaves out of the stream and says nothing; and since it decodes each change with the catalog of that moment, what was left
/// out comes never. So no position passes a change before it is known that the publication was whole, and one that is not ends the session.
/// </summary>
/// <param name="source">The source's name.</param>
/// <param name="catalog">Asks the server.</param>
/// <param name="inspection">Knows what is missing.</param>
/// <param name="needs">What listeners need of it.</param>
/// <param name="provision">Whether what is missing is made again, or was never asked for.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The source's log.</param>
internal sealed class PublicationWatch(
    string source, PublicationCatalog catalog, PublicationInspection inspection, IReadOnlyList<TableNeeds> needs, Provision provision, TimeProvider time, ILogger logger)
{
    private static readonly Backoff Waits = new(TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10), static () => 1);

    private IReadOnlyList<TableNeeds> _needs = needs;
    private ChangeKinds _kinds = TableNeeds.KindsOf(needs);
    private TableName[] _tables = TablesOf(needs);
    private PublicationState? _seen;
    private string _print = "";
    private int _failures;
    private TimeSpan _wait;
    private long _failedAt;

    /// <summary>Up to here the publication was whole; none where nobody has looked.</summary>
    public Lsn Covered { get; private set; }

    /// <summary>Takes the publication as it is, now that it was prepared, and says what has happened to it since this process last looked.</summary>
    /// <exception cref="PostgresWorkerConfigurationException">It is not there.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var end = await catalog.WalEndAsync(cancellationToken).ConfigureAwait(false);
        var (print, state) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (state is null)
        {
            throw new PostgresWorkerConfigurationException(source, inspection.Inspect(_needs, _kinds, null));
        }

        if (_seen is { } before)
        {
            await ReportAsync(before, state, cancellationToken).ConfigureAwait(false);
        }
        else if (provision == Provision.None)
        {
            // Nobody asked for the rest; but what is there must stay.
            _kinds &= state.Published;
            _needs = [.. _needs.Where(need => state.Tables.ContainsKey(need.Table))];
            _tables = TablesOf(_needs);
            (print, state) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        (_seen, _print, Covered) = (state, print, end);
    }

    /// <summary>Whether the publication was whole for everything up to a position that was received before the call; false where that can't be said for the moment.</summary>
    /// <exception cref="ChangesMissingException">It is not.</exception>
    /// <exception cref="PublicationChangedException">It is not, and provisioning makes it so again.</exception>
    /// <exception cref="PostgresException">The server shuts down, and waits until all that it has sent is received: a stream that nobody reads, for listeners have enough to do, must be given up.</exception>
    public async ValueTask<bool> CoversAsync(Lsn received, CancellationToken cancellationToken)
    {
        if (_failures > 0 && time.GetElapsedTime(_failedAt) < _wait)
        {
            return false;
        }

        try
        {
            var look = await LookAsync(received, cancellationToken).ConfigureAwait(false);
            if (look.Print != _print)
            {
                await CompareAsync(cancellationToken).ConfigureAwait(false);
            }

            _failures = 0;
            Covered = look.IsOpen || received < Covered ? Covered : received;
            return !look.IsOpen;
        }
        catch (Exception e) when (ConnectionError.IsTransient(e) && !ConnectionError.IsShuttingDown(e))
        {
            _wait = Waits.After(++_failures);
            _failedAt = time.GetTimestamp();
            Log.PublicationNotSeen(logger, e, source, inspection.Publication);
            return false;
        }
    }

    /// <summary>What to say of a stream that the server has ended because there was no publication when a change was written, whether there is one now or not.</summary>
    public async Task<Exception> ExplainAsync(string slot, Exception error, CancellationToken cancellationToken)
    {
        var findings = inspection.Inspect(_needs, _kinds, await catalog.ReadAsync(cancellationToken).ConfigureAwait(false));
        return findings.Count > 0 && findings.All(finding => finding.Code == PublicationInspection.MissingCode)
            ? Missing(findings)
            : new ChangesMissingException(source, [inspection.Undecodable(slot)], Covered, null, error);
    }

    /// <summary>Refuses changes of a table that had another name when it was last looked at, and that no listener knows by the one that it has.</summary>
    public void RefuseRenamed(uint oid, TableName name)
    {
        foreach (var need in _needs)
        {
            if (need.Table != name && _seen?.Tables.GetValueOrDefault(need.Table)?.Oid == oid && _needs.All(other => other.Table != name))
            {
                throw new PostgresWorkerConfigurationException(source, [PublicationInspection.Renamed(need, name)], "cannot go on");
            }
        }
    }

    private async Task<PublicationLook> LookAsync(Lsn received, CancellationToken cancellationToken)
    {
        try
        {
            return await catalog.LookAsync(_tables, received, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.AdminShutdown)
        {
            // A connection that had waited in the pool, and was ended meanwhile: by somebody, or by a server that shuts down, as a new one tells.
            return await catalog.LookAsync(_tables, received, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var (print, state) = await ReadAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Finding> missing = [.. inspection.Inspect(_needs, _kinds, state, _seen).Where(finding => finding.Code != PublicationInspection.FilterCode)];
        if (missing.Count > 0)
        {
            throw Missing(missing);
        }

        await ReportAsync(_seen!, state!, cancellationToken).ConfigureAwait(false);
        (_seen, _print) = (state, print);
    }

    private Exception Missing(IReadOnlyList<Finding> missing) => provision == Provision.Auto && missing.All(finding => finding.IsAutomatic)
        ? new PublicationChangedException(string.Join(' ', missing.Select(finding => finding.Message)))
        : new ChangesMissingException(source, missing, Covered, null);

    private async Task<(string Print, PublicationState? State)> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var before = await catalog.LookAsync(_tables, Lsn.None, cancellationToken).ConfigureAwait(false);
            var state = await catalog.ReadAsync(cancellationToken).ConfigureAwait(false);
            if ((await catalog.LookAsync(_tables, Lsn.None, cancellationToken).ConfigureAwait(false)).Print == before.Print)
            {
                return (before.Print, state);
            }
        }
    }

    /// <summary>What has everything now may have lacked something in between.</summary>
    private async Task ReportAsync(PublicationState before, PublicationState now, CancellationToken cancellationToken)
    {
        List<string> gaps = [];
        if (before.Oid != now.Oid || before.WasSetAndBack(now))
        {
            gaps.Add("all tables");
        }
        else
        {
            foreach (var table in _tables)
            {
                var (was, current) = (before.Tables.GetValueOrDefault(table), now.Tables.GetValueOrDefault(table));
                if (was is null || current is null || was.IsSameMember(current))
                {
                    continue;
                }

                if (was.Oid == current.Oid && was.Filter != current.Filter)
                {
                    // Which takes it out of the publication and adds it again, in one transaction.
                    Log.PublicationFilterChanged(logger, source, inspection.Publication, table.ToString());
                }
                else if (was.Oid == current.Oid && !was.HasSameColumns(current))
                {
                    // In the same way; that every column is there that is needed was looked at before.
                    Log.PublicationColumnsChanged(logger, source, inspection.Publication, table.ToString());
                }
                else
                {
                    gaps.Add(table.ToString());
                }
            }

            if ((_kinds & ~before.Published & now.Published) != 0)
            {
                gaps.Add("all tables");
            }
        }

        if (gaps.Count > 0)
        {
            Log.PublicationGap(logger, source, inspection.Publication, string.Join(", ", gaps), Covered, await catalog.WalEndAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    private static TableName[] TablesOf(IReadOnlyList<TableNeeds> needs) => Array.ConvertAll(needs.ToArray(), need => need.Table);
}
