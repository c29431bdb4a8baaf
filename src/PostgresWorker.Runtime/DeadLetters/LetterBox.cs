using System.Data.Common;
using Microsoft.Extensions.Logging;
using PostgresWorker.Delivery;
using PostgresWorker.Dispatch;
using PostgresWorker.Sources;
using PostgresWorker.Store;

namespace PostgresWorker.DeadLetters;

/// <summary>A source's dead letters: makes what each session stores and replays them with.</summary>
internal sealed class LetterBox(IWorkerStore store, LetterSignals signals, TimeProvider time, ILogger logger)
{
    public LetterWriter Writer(Epoch epoch) => new(store, epoch, logger);

    public IExhaustedDeliveries Deliveries(LetterWriter writer, DeliveryPolicies policies) => new SettledDeliveries(writer, policies, () => signals.Wake(store.Source));

    public Task<ResentLetters> ResentAsync(Lsn position, LetterWriter writer, CancellationToken cancellationToken) => new LetterRequests(store).ResentAsync(position, writer, cancellationToken);

    public Replays Replays(SourceDefinition definition, DbDataSource database, LetterWriter writer, WireStore wire, LaneSet lanes, WriterTurn turn) => new(
        store.Source, new LetterRequests(store), writer, new CurrentColumns(database), new LetterReader(definition.Routes, wire), lanes, turn, signals, time, logger);
}
