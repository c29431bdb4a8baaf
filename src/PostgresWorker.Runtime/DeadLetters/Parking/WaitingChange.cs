using PostgresWorker.Delivery.Parking;

namespace PostgresWorker.DeadLetters.Parking;

/// <summary>A change that waits for keys.</summary>
/// <param name="Letter">What is kept of it.</param>
/// <param name="Keys">The keys.</param>
internal sealed record WaitingChange(RequestedLetter Letter, RowKeys Keys);
