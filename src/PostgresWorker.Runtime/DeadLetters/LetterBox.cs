using System.Data.Common;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>A source's dead letters: makes what each session stores and replays them with.</summary>
internal sealed class LetterBox(IWorkerStore store, SourceOptions options, LetterSignals signals, TimeProvider time, ILogger logger)
{
    // What is read of them is not posted yet, and comes on top of what is in flight.
    private readonly LetterRequests _requests = new(store, options.MaxInFlightBytes / 8);

    public LetterWriter Writer(Epoch epoch) => new(store, epoch, logger);

    public IExhaustedDeliveries Deliveries(LetterWriter writer, DeliveryPolicies policies) => new SettledDeliveries(writer, policies, () => signals.Wake(store.Source));

    public Task<ResentLetters> ResentAsync(Lsn position, LetterWriter writer, CancellationToken cancellationToken) => _requests.ResentAsync(position, writer, cancellationToken);

    public Replays Replays(SourceDefinition definition, DbDataSource database, LetterWriter writer, WireStore wire, LaneSet lanes, WriterTurn turn) => new(
        store.Source, _requests, writer, new CurrentColumns(database), new LetterReader(definition.Routes, wire), lanes, turn, signals, time, logger);
}
