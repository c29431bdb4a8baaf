using Microsoft.Extensions.Logging;
using PostgresWorker.Control;
using PostgresWorker.Telemetry;

namespace PostgresWorker.Sources;

/// <summary>How a session's acknowledgements are told.</summary>
/// <param name="Source">The source's name.</param>
/// <param name="Interval">How often.</param>
/// <param name="Positions">Told each position up to which everything is finished, in order.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The source's log.</param>
/// <param name="Beats">Where a loop says that it moves.</param>
internal readonly record struct AcknowledgeSettings(string Source, TimeSpan Interval, HandledPositions Positions, TimeProvider Time, ILogger Logger, LoopBeats? Beats = null);
