using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;
using PostgresWorker.DeadLetters.Parking;
using PostgresWorker.Delivery;
using PostgresWorker.Delivery.Parking;
using PostgresWorker.Dispatch;
using PostgresWorker.Observability;
using PostgresWorker.Sources;
using PostgresWorker.Store;
using PostgresWorker.Telemetry;

namespace PostgresWorker.DeadLetters;

/// <summary>A source's dead letters: makes what each session stores and replays them with.</summary>
internal sealed class LetterBox(IWorkerStore store, SourceOptions options, LetterSignals signals, TimeProvider time, ILogger logger)
{
    // What is read of them is not posted yet, and comes on top of what is in flight.
    private readonly LetterRequests _requests = new(store, options.MaxInFlightBytes / 8);

    public LetterWriter Writer(Epoch epoch) => new(store, epoch, logger);

    public ParkedWriter ParkedWriter(Epoch epoch) => new(store, epoch, logger);

    public Task<ResentLetters> ResentAsync(Lsn position, LetterWriter writer, CancellationToken cancellationToken) => _requests.ResentAsync(position, writer, cancellationToken);

    /// <summary>The keys that are parked when a session begins, before it delivers anything; null where the store was made for an older build and nobody parks.</summary>
    public async Task<ParkedKeys?> ParkedAsync(SourceDefinition definition, ParkedWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            var (keys, count) = await new ParkedRequests(store).LoadAsync(cancellationToken).ConfigureAwait(false);
            if (keys.Count > 0)
            {
                Log.ParkedFound(logger, store.Source, keys.Count, count);
            }

            var texts = new RowKeyTexts(definition.Options.Ordering);
            var parked = new ParkedKeys(writer, routed => texts.Of(routed), new ParkedLimit(definition.Options.MaxParkedChanges, count));
            parked.Take(keys, before: []);
            return parked;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.UndefinedTable && !definition.Routes.Any(route => definition.Policies.Of(route).Retry.MayPark))
        {
            return null;
        }
    }

    /// <summary>Another instance may have parked keys of lanes that are this one's now, and been asked for their letters.</summary>
    public async Task TakeOverAsync(ParkedKeys? parked, CancellationToken cancellationToken)
    {
        await LookAsync(parked, cancellationToken).ConfigureAwait(false);
        signals.Wake(store.Source);
    }

    /// <summary>Another instance may have parked keys of this one's lanes, by a row that moves between its lanes and these, or keys that are old ones of what is delivered here.</summary>
    public async Task LookAsync(ParkedKeys? parked, CancellationToken cancellationToken)
    {
        if (parked is not null)
        {
            var before = parked.Known;
            var (keys, _) = await new ParkedRequests(store).LoadAsync(cancellationToken).ConfigureAwait(false);
            parked.Take(keys, before);
        }
    }

    public IExhaustedDeliveries Deliveries(LetterWriter writer, ParkedKeys? parked, DeliveryPolicies policies, DeliveryCounts counts) =>
        new SettledDeliveries(writer, parked, policies, () => signals.Wake(store.Source), counts);

    public Replays Replays(
        SourceDefinition definition, DbDataSource database, LetterWriter writer, WireStore wire, LaneSet lanes, WriterTurn turn, ParkedKeys? parked, ParkedWriter parkedWriter, ILaneShare share)
    {
        var (columns, reader) = (new CurrentColumns(database), new LetterReader(definition.Routes, wire));
        var releases = parked is null ? null : new Releases(new ParkedRequests(store), parked, parkedWriter, columns, reader, lanes, turn, share, () => signals.Wake(store.Source), time);
        return new Replays(store.Source, _requests, writer, columns, reader, lanes, turn, share, signals, releases, time, logger);
    }
}
